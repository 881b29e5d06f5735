package kassa.ring.archive;

import static kassa.ring.Facts.N1;
import static kassa.ring.Facts.fact;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
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
            new ArchiveGap(FIRST, ArchiveGap.Why.MISSING, true),
            new ArchiveGap(SECOND, ArchiveGap.Why.MISSING, false)),
        ArchiveGap.between(held, FactSet.EMPTY, FIRST.dot()::equals));
  }

  @Test
  void oneNameWithTwoContentsIsADifference() {
    Fact other = new Fact(FIRST.key(), FIRST.dot(), HybridTime.ofMillis(1), "noted", new byte[0]);

    assertEquals(
        List.of(new ArchiveGap(FIRST, ArchiveGap.Why.DIFFERENT, false)),
        ArchiveGap.between(FactSet.of(List.of(FIRST)), FactSet.of(List.of(other)), dot -> false));
  }

  @Test
  void whatOnlyTheArchiveHoldsIsNoGap() {
    assertEquals(
        List.of(),
        ArchiveGap.between(
            FactSet.of(List.of(FIRST)), FactSet.of(List.of(FIRST, SECOND)), dot -> false));
  }
}
