package kassa.ring.archive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import org.jspecify.annotations.Nullable;

/**
 * A fact that a disk holds, or left to the archive, and that the archive does not hold as it is.
 *
 * @param fact empty when the disk holds no more of it than its name, in a stub
 * @param owed whether that disk's outbox still has to bring it there, so that it is only late
 */
public record ArchiveGap(Dot dot, Optional<Fact> fact, Why why, boolean owed) {
  /** What the archive has instead. */
  public enum Why {
    /** Nothing. */
    MISSING,
    /** Another fact of the same name: one of the two was damaged. */
    DIFFERENT
  }

  /**
   * @param held by the disk, with the stub of what it left to the archive
   * @param owed whether the outbox has an entry of a fact; to be known from before the archive was
   *     read, for an entry may go in between, and its fact would seem to be forgotten
   */
  public static List<ArchiveGap> between(FactSet held, FactSet archived, Predicate<Dot> owed) {
    Map<Dot, Long> byDot = new HashMap<>();
    archived.forEach(fact -> byDot.put(fact.dot(), fact.hash()));
    List<ArchiveGap> gaps = new ArrayList<>();
    for (Fact fact : held.inOrder()) {
      why(byDot.get(fact.dot()), fact.hash())
          .map(why -> new ArchiveGap(fact.dot(), Optional.of(fact), why, owed.test(fact.dot())))
          .ifPresent(gaps::add);
    }
    held.stub()
        .hashes()
        .forEach(
            (dot, hash) ->
                why(byDot.get(dot), hash)
                    .map(why -> new ArchiveGap(dot, Optional.empty(), why, false))
                    .ifPresent(gaps::add));
    return gaps;
  }

  private static Optional<Why> why(@Nullable Long archived, long hash) {
    if (archived == null) {
      return Optional.of(Why.MISSING);
    }
    return archived == hash ? Optional.empty() : Optional.of(Why.DIFFERENT);
  }
}
