package kassa.ring.archive;

import static kassa.ring.Facts.N1;
import static kassa.ring.Facts.fact;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.HybridTime;
import org.junit.jupiter.api.Test;

class ArchiveGapTest {
  private static final Fact FIRST = fact("k", N1, 1);
  private static final Fact SECOND = fact("k", N1, 2);

  @Test
  void whatTheArchiveLacksIsMissingOrOnlyLate() {
    FactSet held = FactSet.of(List.of(FIRST, SECOND));

    assertEquals(
        List.of(
            gap(FIRST, ArchiveGap.Why.MISSING, true), gap(SECOND, ArchiveGap.Why.MISSING, false)),
        ArchiveGap.between(held, FactSet.EMPTY, FIRST.dot()::equals));
  }

  @Test
  void oneNameWithTwoContentsIsADifference() {
    Fact other = new Fact(FIRST.key(), FIRST.dot(), HybridTime.ofMillis(1), "noted", new byte[0]);

    assertEquals(
        List.of(gap(FIRST, ArchiveGap.Why.DIFFERENT, false)),
        ArchiveGap.between(FactSet.of(List.of(FIRST)), FactSet.of(List.of(other)), dot -> false));
  }

  @Test
  void whatOnlyTheArchiveHoldsIsNoGap() {
    assertEquals(
        List.of(),
        ArchiveGap.between(
            FactSet.of(List.of(FIRST)), FactSet.of(List.of(FIRST, SECOND)), dot -> false));
  }

  @Test
  void whatWasLeftToTheArchiveHasToBeThere() {
    FactSet evicted = FactSet.of(List.of(FIRST, SECOND)).evicted();
    Fact other = new Fact(FIRST.key(), FIRST.dot(), HybridTime.ofMillis(1), "noted", new byte[0]);

    assertEquals(
        List.of(
            new ArchiveGap(FIRST.dot(), Optional.empty(), ArchiveGap.Why.DIFFERENT, false),
            new ArchiveGap(SECOND.dot(), Optional.empty(), ArchiveGap.Why.MISSING, false)),
        ArchiveGap.between(evicted, FactSet.of(List.of(other)), dot -> true));
  }

  private static ArchiveGap gap(Fact fact, ArchiveGap.Why why, boolean owed) {
    return new ArchiveGap(fact.dot(), Optional.of(fact), why, owed);
  }
}
