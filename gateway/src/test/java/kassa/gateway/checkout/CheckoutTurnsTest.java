package kassa.gateway.checkout;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CheckoutTurnsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final CheckoutTurns turns =
      new CheckoutTurns(Duration.ofMillis(300), Duration.ofSeconds(2), NOW);

  @Test
  void aStartThatTookLongIsATurnThatIsLate() {
    Instant started = NOW.plusMillis(1_200);
    assertTrue(turns.mayBeLate(started));

    turns.taken(started);
    assertTrue(keepsOn(started, 1_199));
    assertFalse(keepsOn(started, 1_200));
  }

  @Test
  void theyAreLateWhenTheLastOneWasLongerAgoThanTheGoal() {
    turns.taken(NOW);

    assertFalse(turns.mayBeLate(NOW.plusMillis(300)));
    assertTrue(turns.mayBeLate(NOW.plusMillis(301)));
  }

  @Test
  void whoeverHasALateTurnIsToldSoOnce() {
    assertTrue(turns.taken(NOW));
    assertTrue(turns.taken(NOW.plusMillis(300)));

    assertFalse(turns.taken(NOW.plusMillis(601)));
    assertTrue(turns.taken(NOW.plusMillis(602)));
  }

  @Test
  void afterALateOneTheNextAreNotTrustedForAsLongAsItStoodStill() {
    turns.taken(NOW);
    Instant late = NOW.plusMillis(900);
    turns.taken(late);

    assertTrue(keepsOn(late, 899));
    assertFalse(keepsOn(late, 900));
  }

  @Test
  void afterAVeryLateOneTheyAreTrustedAtLast() {
    turns.taken(NOW);
    Instant late = NOW.plusSeconds(3_600);
    turns.taken(late);

    assertTrue(keepsOn(late, 1_999));
    assertFalse(keepsOn(late, 2_000));
  }

  @Test
  void aClockThatWasSetBackMakesNoneLate() {
    turns.taken(NOW);
    turns.taken(NOW.plusMillis(900));

    assertFalse(turns.mayBeLate(NOW.minusSeconds(3_600)));
  }

  /** Whether what is taken so long after a turn may be late, though turns come in time. */
  private boolean keepsOn(Instant turn, long millis) {
    for (long after = 100; after <= millis; after += 100) {
      assertTrue(turns.taken(turn.plusMillis(after)));
    }
    return turns.mayBeLate(turn.plusMillis(millis));
  }
}
