package kassa.gateway.checkout;

import static kassa.gateway.order.OrderSamples.DEADLINE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BudgetTest {
  private final Budget budget = Budget.DEFAULT;

  @Test
  void anAppendGetsItsShareUntilLittleIsLeftAndAMinimumAlways() {
    assertEquals(Duration.ofSeconds(1), budget.appendTimeout(before(4_000), DEADLINE));
    assertEquals(Duration.ofMillis(400), budget.appendTimeout(before(500), DEADLINE));
    assertEquals(Duration.ofMillis(100), budget.appendTimeout(before(150), DEADLINE));
    assertEquals(Duration.ofMillis(100), budget.appendTimeout(DEADLINE.plusSeconds(9), DEADLINE));
  }

  @Test
  void aMessageToTheAcquirerEndsWhileItsOutcomeCanStillBeStoredM3() {
    assertEquals(before(3_000), budget.sendDeadline(before(4_000), DEADLINE));
    assertEquals(before(400), budget.sendDeadline(before(700), DEADLINE));
    assertEquals(before(400), budget.sendBy(DEADLINE));
    assertEquals(before(100), budget.tellBy(DEADLINE));
  }

  @Test
  void nothingBeginsThatHasNoTimeLeftForAllOfIt() {
    assertEquals(before(1_400), budget.recordBy(DEADLINE));
    assertEquals(before(2_400), budget.beginBy(DEADLINE));
  }

  @Test
  void anOutcomeNeedsTimeToBeStoredBeforeItIsTold() {
    Duration same = Duration.ofMillis(100);

    assertThrows(
        IllegalArgumentException.class, () -> new Budget(same, same, same, same, same, same, same));
  }

  private static Instant before(long millis) {
    return DEADLINE.minusMillis(millis);
  }
}
