package kassa.ring.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.Key;

/**
 * Some keys of a disk with all their facts: a step of a walk over it that may take hours, and that
 * whoever walks can end or resume between any two.
 *
 * @param next where the next page begins; empty at the end of the disk
 */
public record FactPage(List<FactSet> keys, Optional<FactCursor> next) {
  /** In which every disk is walked, so that the pages of several can be merged. */
  public static final Comparator<Key> ORDER =
      (one, other) -> Arrays.compareUnsigned(Rows.factsOf(one), Rows.factsOf(other));

  public FactPage {
    keys = List.copyOf(keys);
  }

  /**
   * @param most keys in it; fewer only at the end
   */
  public static FactPage read(FactScan disk, FactCursor from, int most) {
    List<FactSet> keys = new ArrayList<>();
    Optional<FactCursor> at = Optional.of(from);
    while (at.isPresent() && keys.size() < most) {
      FactCursor cursor = at.get();
      Gathered found = new Gathered(most - keys.size());
      disk.scan(cursor.partition(), cursor.after(), found::take);
      keys.addAll(found.keys());
      at = found.more ? Optional.of(found.cursor(cursor)) : cursor.nextPartition();
    }
    return new FactPage(keys, at);
  }

  /** What one partition gave. */
  private static final class Gathered {
    private final int most;
    private final List<List<Fact>> keys = new ArrayList<>();
    boolean more;

    Gathered(int most) {
      this.most = most;
    }

    boolean take(Fact fact) {
      if (keys.isEmpty() || !lastKey().equals(fact.key())) {
        more = keys.size() == most;
        if (more) {
          return false;
        }
        keys.add(new ArrayList<>());
      }
      keys.get(keys.size() - 1).add(fact);
      return true;
    }

    private Key lastKey() {
      return keys.get(keys.size() - 1).get(0).key();
    }

    List<FactSet> keys() {
      return keys.stream().map(FactSet::of).toList();
    }

    FactCursor cursor(FactCursor in) {
      return new FactCursor(in.partition(), lastKey());
    }
  }
}
