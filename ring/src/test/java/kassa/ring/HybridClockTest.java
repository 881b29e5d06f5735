package kassa.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import kassa.ring.membership.PeerClocks;
import org.junit.jupiter.api.Test;

class HybridClockTest {
  private static final long NOON = 1_700_000_000_000L;
  private static final long HOUR = 3_600_000;

  private final HybridClock clock = new HybridClock(HybridTime.ZERO);

  @Test
  void timesFollowTheWallClockAndAreApartWithinAMillisecond() {
    assertEquals(HybridTime.ofMillis(NOON), clock.next(NOON));
    assertEquals(HybridTime.ofMillis(NOON).next(), clock.next(NOON));
    assertEquals(HybridTime.ofMillis(NOON + 1), clock.next(NOON + 1));
  }

  @Test
  void aWallClockThatIsSetBackSetsNoTimeBack() {
    HybridTime before = clock.next(NOON);

    assertEquals(before.next(), clock.next(NOON - HOUR));
  }

  @Test
  void whatFollowsAFactIsLaterThanIt() {
    HybridTime theirs = HybridTime.ofMillis(NOON + HybridClock.MAX_DRIFT);

    clock.observe(theirs, NOON);

    assertEquals(theirs.next(), clock.next(NOON));
  }

  @Test
  void timeFromTooFarInTheFutureDragsNobodyAlong() {
    clock.observe(HybridTime.ofMillis(NOON + HybridClock.MAX_DRIFT + 1), NOON);

    assertEquals(HybridTime.ofMillis(NOON), clock.next(NOON));
  }

  @Test
  void timesOfNodesWhoseClocksAreRightAreFollowedAlsoAfterTheirRestart() {
    long mostAhead = PeerClocks.BOUND + PeerClocks.SLOW + HybridClock.RESERVE;

    assertTrue(mostAhead <= HybridClock.MAX_DRIFT, mostAhead + " ms");
  }

  @Test
  void theNextLifeIsLaterEvenWhenTheWallClockWasSetBackMeanwhile() {
    clock.next(NOON);
    reserve(clock);
    HybridTime last = clock.next(NOON + HybridClock.RESERVE);
    HybridTime mark = HybridTime.ofMillis(NOON + HybridClock.RESERVE);
    assertEquals(Optional.empty(), clock.reservation(), "the mark is still above all times");

    HybridClock next = new HybridClock(mark);

    assertTrue(next.next(NOON - HOUR).compareTo(last) > 0);
  }

  @Test
  void aNewMarkIsDueOnlyWhenTheLastIsUsedUp() {
    assertEquals(Optional.empty(), clock.reservation(), "nothing was stamped yet");
    clock.next(NOON);
    assertEquals(HybridTime.ofMillis(NOON + HybridClock.RESERVE), reserve(clock));

    clock.next(NOON + HybridClock.RESERVE);
    assertEquals(Optional.empty(), clock.reservation());

    clock.next(NOON + HybridClock.RESERVE);
    assertEquals(
        HybridTime.ofMillis(NOON + 2 * HybridClock.RESERVE), clock.reservation().orElseThrow());
  }

  @Test
  void whatWasObservedIsReservedToo() {
    clock.observe(HybridTime.ofMillis(NOON), NOON);

    HybridClock next = new HybridClock(reserve(clock));

    assertTrue(next.next(NOON - HOUR).compareTo(HybridTime.ofMillis(NOON)) > 0);
  }

  private static HybridTime reserve(HybridClock clock) {
    HybridTime mark = clock.reservation().orElseThrow();
    clock.reserved(mark);
    return mark;
  }
}
