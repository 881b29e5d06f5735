package kassa.gateway.checkout;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final Turns turns = new Turns(Duration.ofMillis(300));

  @Test
  void theyAreLateUntilTheFirst() {
    assertTrue(turns.areLate(NOW));

    turns.taken(NOW);
    assertFalse(turns.areLate(NOW));
  }

  @Test
  void theyAreLateWhenTheLastOneWasLongerAgoThanTheGoal() {
    turns.taken(NOW);

    assertFalse(turns.areLate(NOW.plusMillis(300)));
    assertTrue(turns.areLate(NOW.plusMillis(301)));
  }

  @Test
  void whoeverHasALateTurnIsToldSoOnce() {
    assertFalse(turns.taken(NOW));
    assertTrue(turns.taken(NOW.plusMillis(300)));

    assertFalse(turns.taken(NOW.plusMillis(601)));
    assertTrue(turns.taken(NOW.plusMillis(602)));
  }

  @Test
  void aClockThatWasSetBackMakesNoneLate() {
    turns.taken(NOW);

    assertFalse(turns.areLate(NOW.minusSeconds(3_600)));
  }
}
