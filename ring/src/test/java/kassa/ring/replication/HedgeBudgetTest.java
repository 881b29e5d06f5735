package kassa.ring.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HedgeBudgetTest {
  @Test
  void oneRequestInTwentyEarnsAHedge() {
    HedgeBudget hedges = new HedgeBudget(1);
    assertTrue(hedges.spend());
    for (int i = 0; i < 19; i++) {
      hedges.earn();
    }
    assertFalse(hedges.spend());

    hedges.earn();
    assertTrue(hedges.spend());
    assertFalse(hedges.spend());
  }

  @Test
  void hedgesAreNotSavedBeyondTheBurst() {
    HedgeBudget hedges = new HedgeBudget(2);
    for (int i = 0; i < 1_000; i++) {
      hedges.earn();
    }

    assertTrue(hedges.spend());
    assertTrue(hedges.spend());
    assertFalse(hedges.spend());
  }

  @Test
  void theBoundThatIsShownIsTheOneThatHolds() {
    HedgeBudget budget = new HedgeBudget(7);
    long most = budget.bound("hedges").limit();

    for (int i = 0; i < most; i++) {
      assertTrue(budget.spend());
    }

    assertFalse(budget.spend());
    assertEquals(OptionalLong.of(most), budget.bound("hedges").use());
  }

  @Test
  void asManyReadsSearchAsAreShown() {
    SearchLimit limit = new SearchLimit(3);
    long most = limit.bound().limit();

    for (int i = 0; i < most; i++) {
      assertTrue(limit.begin());
    }

    assertFalse(limit.begin());
    assertEquals(OptionalLong.of(most), limit.bound().use());
  }
}
