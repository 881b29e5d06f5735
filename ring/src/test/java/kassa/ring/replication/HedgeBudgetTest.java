package kassa.ring.replication;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
}
