package kassa.ring.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactSet;

/**
 * A fact of a disk that the archive does not hold as it is.
 *
 * @param owed whether that disk's outbox still has to bring it there, so that it is only late
 */
public record ArchiveGap(Fact fact, Why why, boolean owed) {
  /** What the archive has instead. */
  public enum Why {
    /** Nothing. */
    MISSING,
    /** Another fact of the same name: one of the two was damaged. */
    DIFFERENT
  }

  /**
   * @param owed whether the outbox has an entry of a fact; to be known from before the archive was
   *     read, for an entry may go in between, and its fact would seem to be forgotten
   */
  public static List<ArchiveGap> between(FactSet held, FactSet archived, Predicate<Dot> owed) {
    Map<Dot, Fact> byDot =
        archived.stream().collect(Collectors.toMap(Fact::dot, Function.identity()));
    List<ArchiveGap> gaps = new ArrayList<>();
    for (Fact fact : held.inOrder()) {
      Fact other = byDot.get(fact.dot());
      if (other == null || !fact.equals(other)) {
        Why why = other == null ? Why.MISSING : Why.DIFFERENT;
        gaps.add(new ArchiveGap(fact, why, owed.test(fact.dot())));
      }
    }
    return gaps;
  }
}
