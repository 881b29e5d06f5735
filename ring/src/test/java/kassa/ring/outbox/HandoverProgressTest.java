package kassa.ring.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.OptionalLong;
import kassa.ring.placement.Era;
import org.junit.jupiter.api.Test;

class HandoverProgressTest {
  private static final Era FIRST = new Era(1);
  private static final Era NEXT = new Era(2);

  private final HandoverProgress progress = new HandoverProgress();

  @Test
  void whatIsGivenIsCountedFromWhereItBegan() {
    progress.begin(FIRST, 3);
    progress.entered(500, 1_000);
    progress.left(2, 1_500);

    HandoverProgress.Seen seen = progress.at(2_000);

    assertEquals(Optional.empty(), seen.over());
    assertEquals(2, seen.left());
    assertEquals(500, seen.entered());
    assertEquals(500, seen.entries().perSecond(), 0.1);
    assertEquals(OptionalLong.of(2), seen.partitions().secondsLeft(seen.left()));
  }

  @Test
  void whatIsOverForOneEraBeginsAgainWithTheNext() {
    progress.begin(FIRST, 1);
    progress.entered(9, 1_000);
    progress.over(FIRST);
    assertEquals(Optional.of(FIRST), progress.at(1_000).over());

    progress.begin(FIRST, 0);
    assertEquals(9, progress.at(1_000).entered());
    progress.begin(NEXT, 5);

    assertEquals(Optional.empty(), progress.at(1_000).over());
    assertEquals(0, progress.at(1_000).entered());
  }

  @Test
  void onlyWhatBecomesCompleteWithinAnEraIsFilled() {
    progress.lacks(FIRST, 10, 1_000);
    progress.lacks(FIRST, 6, 2_000);
    assertEquals(4, progress.at(3_000).fills().perSecond(), 0.1);

    progress.lacks(NEXT, 0, 2_500);
    progress.lacks(NEXT, 700, 2_600);

    assertEquals(4, progress.at(3_000).fills().perSecond(), 0.1);
  }
}
