package kassa.chaos.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final Tally tally = new Tally(Duration.ofSeconds(1));

  @Test
  void percentilesAreOfAllThatWereDueSoThatFastFailuresDoNotLookLikeSpeed() {
    for (int i = 0; i < 98; i++) {
      tally.add(Endings.good(0, 10));
    }
    tally.add(Endings.failed(0, 1));
    tally.add(Endings.notStarted(0));

    assertEquals(10, tally.millisOf(98).orElseThrow(), 0.01);
    assertTrue(tally.millisOf(99).isEmpty());
    assertEquals(10, tally.slowestMillis(), 0.01);
  }

  @Test
  void failuresAreCountedFirstAndAfterRetryAndByWhatHappened() {
    tally.add(Endings.retried(0, 10));
    tally.add(Endings.failed(0, 10));
    tally.add(Endings.notStarted(0));

    assertEquals(2, tally.failedFirst());
    assertEquals(1, tally.count(Outcome.FAILED));
    assertEquals(2, tally.lost());
    assertEquals(3, tally.due());
    assertEquals(Map.of("503", 2L, "504, again", 1L), tally.reasons());
  }

  @Test
  void whatEndsAfterThePhaseWasNotDoneInIt() {
    tally.add(Endings.good(0, 999));
    tally.add(Endings.good(999, 1_500));

    assertEquals(1.0, tally.doneInASecond());
    assertEquals(2, tally.count(Outcome.GOOD));
  }

  @Test
  void aBlowHurtsThoseInFlightAndThoseDueBeforeTheRingSettles() {
    List<Checkout.Ended> checkouts =
        List.of(
            Endings.failed(100, 900),
            Endings.failed(990, 1_100),
            Endings.retried(1_500, 1_600),
            Endings.notStarted(2_999),
            Endings.good(3_000, 3_100),
            Endings.failed(3_001, 9_000));

    Blow blow = Blow.of("n3", Duration.ofSeconds(1).toNanos(), Duration.ofSeconds(2), checkouts);

    assertEquals(new Blow("n3", 3, 2, 2, 2, 1), blow);
  }
}
