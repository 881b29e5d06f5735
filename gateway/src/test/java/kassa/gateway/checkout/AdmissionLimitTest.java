package kassa.gateway.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

class AdmissionLimitTest {
  private static final Duration GOAL = Duration.ofSeconds(1);

  private final AdmissionLimit limit = new AdmissionLimit(4, 256, 64, GOAL);
  private Instant now = Instant.EPOCH;

  @Test
  void answersInTimeRaiseItByOneForEveryLimitOfThem() {
    for (int i = 0; i < 65; i++) {
      limit.answered(GOAL, now);
    }

    assertEquals(65, limit.limit());
    assertTrue(limit.admits(64));
    assertFalse(limit.admits(65));
  }

  @Test
  void thoseThatWereLateTogetherShrinkItOnce() {
    for (int i = 0; i < 50; i++) {
      limit.answered(GOAL.plusMillis(1), now);
    }
    assertEquals(42, limit.limit());

    now = now.plus(GOAL);
    limit.answered(GOAL.plusMillis(1), now);
    assertEquals(28, limit.limit());
  }

  @Test
  void itNeverLeavesItsBounds() {
    for (int i = 0; i < 100; i++) {
      now = now.plus(GOAL);
      limit.answered(GOAL.multipliedBy(4), now);
    }
    assertEquals(4, limit.limit());

    for (int i = 0; i < 100_000; i++) {
      limit.answered(Duration.ZERO, now);
    }
    assertEquals(256, limit.limit());
  }

  /** A node that can do 20 a second, asked for 200: what it takes, it answers in time. */
  @Test
  void anOverloadedNodeSettlesWhereItsAnswersAreInTime() {
    PriorityQueue<Instant> ends = new PriorityQueue<>();
    Instant free = now;
    int inTime = 0;
    int late = 0;
    for (int arrival = 0; arrival < 200 * 60; arrival++) {
      now = now.plusMillis(5);
      while (!ends.isEmpty() && !now.isBefore(ends.peek())) {
        ends.remove();
      }
      if (limit.admits(ends.size())) {
        Instant begun = free.isAfter(now) ? free : now;
        free = begun.plusMillis(50);
        ends.add(free);
        Duration took = Duration.between(now, free);
        limit.answered(took, now);
        if (arrival > 200 * 10) {
          inTime += took.compareTo(GOAL) <= 0 ? 1 : 0;
          late += took.compareTo(GOAL) > 0 ? 1 : 0;
        }
      }
    }

    assertTrue(inTime > 19 * late, inTime + " in time, " + late + " late");
    assertTrue(inTime > 20 * 50 * 9 / 10, "it does nine tenths of what it can: " + inTime);
  }
}
