package kassa.ring.archive;

import java.util.Comparator;
import kassa.ring.Dot;
import kassa.ring.Key;

/**
 * That the archive was one of the places of a fact that an append counted (rule R4): perhaps the
 * only one besides a single node. The owners look for such entries, so that they learn of the fact
 * even if that node never comes back.
 *
 * @param at milliseconds since 1970, by the clock of the node that appended; when, not what: a fact
 *     appended again may be stood in for again
 */
public record StoodIn(long at, Key key, Dot dot) implements Comparable<StoodIn> {
  private static final Comparator<StoodIn> ORDER =
      Comparator.comparingLong(StoodIn::at)
          .thenComparing(StoodIn::key)
          .thenComparing(entry -> entry.dot().actor().toString())
          .thenComparingLong(entry -> entry.dot().seq());

  /** The order in which the archive keeps the entries of a bucket. */
  @Override
  public int compareTo(StoodIn other) {
    return ORDER.compare(this, other);
  }
}
