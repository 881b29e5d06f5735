package kassa.ring.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DrainRateTest {
  private final DrainRate rate = new DrainRate();

  @Test
  void whatMovesEvenlyHasItsRateAndTheRestItsTime() {
    for (long now = 100_000; now <= 130_000; now += 100) {
      rate.done(4, now);
    }

    assertEquals(40, rate.at(130_000).perSecond(), 1);
    assertEquals(OptionalLong.of(25), new Drain(40).secondsLeft(1_000));
    assertEquals(OptionalLong.of(1), new Drain(40).secondsLeft(1));
  }

  @Test
  void whatBeganAMomentAgoIsNotTakenForSlow() {
    rate.done(500, 100_000);
    assertEquals(500, rate.at(100_000).perSecond(), 0.1);

    rate.done(500, 101_000);
    assertEquals(500, rate.at(102_000).perSecond(), 0.1);
  }

  @Test
  void whatStandsStillSlowsDownAndThenNobodyCanTell() {
    rate.done(1_000, 100_000);

    assertEquals(200, rate.at(105_000).perSecond(), 0.1);
    assertEquals(0, rate.at(100_000 + DrainRate.WINDOW).perSecond());
    assertEquals(OptionalLong.empty(), rate.at(200_000).secondsLeft(1));
    assertEquals(OptionalLong.of(0), rate.at(200_000).secondsLeft(0));
  }

  @Test
  void whatWasDoneBeforeTheWindowIsForgotten() {
    rate.done(1_000_000, 100_000);
    rate.done(10, 112_000);

    assertEquals(10, rate.at(113_000).perSecond(), 0.1);
  }

  @Test
  void aClockMayBeginAnywhere() {
    rate.done(7, -500);

    assertEquals(7, rate.at(0).perSecond(), 0.1);
  }
}
