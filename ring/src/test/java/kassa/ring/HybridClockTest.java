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
  void timesOfNodesWhoseClocksAreRightAreFollowed() {
    assertTrue(PeerClocks.BOUND + PeerClocks.SLOW <= HybridClock.MAX_DRIFT);
  }

  @Test
  void theNextLifeIsLaterEvenWhenTheWallClockWasSetBackMeanwhile() {
    HybridTime last = clock.next(NOON);

    HybridClock next = new HybridClock(mark(clock));

    assertEquals(last.next(), next.next(NOON - HOUR));
  }

  @Test
  void whatWasObservedIsMarkedToo() {
    HybridTime theirs = HybridTime.ofMillis(NOON);
    clock.observe(theirs, NOON);

    HybridClock next = new HybridClock(mark(clock));

    assertEquals(theirs.next(), next.next(NOON - HOUR));
  }

  @Test
  void nothingNewNeedsNoMark() {
    assertEquals(Optional.empty(), clock.unmarked());
    clock.next(NOON);
    mark(clock);

    assertEquals(Optional.empty(), clock.unmarked());
  }

  private static HybridTime mark(HybridClock clock) {
    HybridTime mark = clock.unmarked().orElseThrow();
    clock.marked(mark);
    return mark;
  }
}
