package kassa.gateway.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import java.util.Queue;
import kassa.ring.Bound;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdmissionLimitTest {
  private static final Duration GOAL = Duration.ofSeconds(1);

  private AdmissionLimit limit = new AdmissionLimit(4, 256, 64, GOAL);
  private Instant now = Instant.EPOCH;

  @BeforeEach
  void warm() {
    for (int i = 4; i < 64; i++) {
      assertEquals(i, limit.limit());
      admit(1);
      limit.left(GOAL, now);
    }
    now = now.plus(GOAL);
    admit(1);
    limit.left(GOAL, now); // they are judged, and forgotten
    now = now.plus(GOAL);
  }

  @Test
  void aColdNodeTakesTheLeastAndTwiceAsManyForEachTimeTheyWereAllInTime() {
    limit = new AdmissionLimit(4, 256, 64, GOAL);
    for (int most = 4; most < 64; most *= 2) {
      admit(most);
      assertFalse(limit.admits());
      for (int i = 0; i < most; i++) {
        limit.left(GOAL, now);
      }
    }

    assertEquals(64, limit.limit());
    admit(64);
    limit.left(GOAL, now);
    assertEquals(64, limit.limit(), "and from there by one for a whole limit of them");
  }

  @Test
  void aColdNodeThatIsLateWithTheLeastStaysCold() {
    limit = new AdmissionLimit(4, 256, 64, GOAL);
    late();
    admit(1);
    limit.left(GOAL, now);

    assertEquals(5, limit.limit());
  }

  @Test
  void doublingEndsWithTheFirstThatAreLate() {
    limit = new AdmissionLimit(4, 256, 64, GOAL);
    admit(4);
    for (int i = 0; i < 4; i++) {
      limit.left(GOAL, now);
    }
    late();
    assertEquals(5, limit.limit());
    admit(5);
    for (int i = 0; i < 4; i++) {
      limit.left(GOAL, now);
    }

    assertEquals(6, limit.limit());
  }

  private void late() {
    now = now.plus(GOAL);
    admit(1);
    limit.left(GOAL.plusMillis(1), now);
  }

  @Test
  void aColdNodeReadsAsManyAsAWarmOne() {
    limit = new AdmissionLimit(4, 256, 64, GOAL);
    for (int i = 0; i < 16; i++) {
      assertTrue(limit.admitsRead(), i + " read");
    }

    assertFalse(limit.admitsRead());
  }

  @Test
  void answersInTimeRaiseItByOneForEveryLimitOfThem() {
    admit(64);
    assertFalse(limit.admits());

    for (int i = 0; i < 65; i++) {
      limit.left(GOAL, now);
      limit.admits();
    }

    assertEquals(65, limit.limit());
    assertTrue(limit.admits());
    assertFalse(limit.admits());
  }

  @Test
  void itDoesNotRiseWhileMostOfItIsNotUsed() {
    for (int i = 0; i < 1_000; i++) {
      admit(1);
      limit.left(Duration.ZERO, now);
    }

    assertEquals(64, limit.limit());
  }

  @Test
  void whatWasTakenForGrantedAtTheStartComesBackUnused() {
    admit(1);
    limit.left(GOAL.plusMillis(1), now);
    assertEquals(42, limit.limit());

    for (int i = 0; i < 2_000; i++) {
      admit(1);
      limit.left(Duration.ZERO, now);
    }

    assertEquals(64, limit.limit());
  }

  @Test
  void whatSaysNothingDoesNotRaiseItFurther() {
    admit(64);
    limit.left();

    assertEquals(64, limit.limit());
    assertTrue(limit.admits());
    assertFalse(limit.admits());
  }

  @Test
  void itComesBackToWhatIsTakenForGrantedWhileTheAcquirerIsAway() {
    late();
    for (int i = 0; i < 10_000; i++) {
      admit(1);
      limit.left();
    }

    assertEquals(64, limit.limit());
  }

  @Test
  void thoseThatWereLateTogetherShrinkItOnce() {
    admit(51);
    for (int i = 0; i < 50; i++) {
      limit.left(GOAL.plusMillis(1), now);
    }
    assertEquals(42, limit.limit());

    now = now.plus(GOAL);
    limit.left(GOAL.plusMillis(1), now);
    assertEquals(28, limit.limit());
  }

  @Test
  void aFewThatAreLateAmongManyDoNotShrinkIt() {
    admit(1);
    limit.left(Duration.ZERO, now);
    admit(51);
    answer(50, 5);
    assertEquals(64, limit.limit());

    admit(50);
    answer(50, 6);
    assertEquals(42, limit.limit());
  }

  /** As many answers within the time of the goal, and one more that ends it. */
  private void answer(int count, int late) {
    for (int i = 0; i < count; i++) {
      limit.left(i < late ? GOAL.plusMillis(1) : Duration.ZERO, now);
    }
    now = now.plus(GOAL);
    limit.left(Duration.ZERO, now);
  }

  @Test
  void itNeverLeavesItsBounds() {
    for (int i = 0; i < 100; i++) {
      now = now.plus(GOAL);
      admit(1);
      limit.left(GOAL.multipliedBy(4), now);
    }
    assertEquals(4, limit.limit());

    for (int i = 0; i < 100_000; i++) {
      while (limit.admits()) {
        // as many as there may be
      }
      limit.left(Duration.ZERO, now);
    }
    assertEquals(256, limit.limit());
  }

  /** A node that can do 20 a second, asked for 200: what it takes, it answers in time. */
  @Test
  void anOverloadedNodeSettlesWhereItsAnswersAreInTime() {
    Queue<Instant> begins = new ArrayDeque<>();
    Queue<Instant> ends = new ArrayDeque<>();
    Instant free = now;
    int inTime = 0;
    int late = 0;
    for (int arrival = 0; arrival < 200 * 60; arrival++) {
      now = now.plusMillis(5);
      while (!ends.isEmpty() && !now.isBefore(ends.peek())) {
        Duration took = Duration.between(begins.remove(), ends.remove());
        limit.left(took, now);
        if (arrival > 200 * 10) {
          inTime += took.compareTo(GOAL) <= 0 ? 1 : 0;
          late += took.compareTo(GOAL) > 0 ? 1 : 0;
        }
      }
      if (limit.admits()) {
        Instant begun = free.isAfter(now) ? free : now;
        free = begun.plusMillis(50);
        ends.add(free);
        begins.add(now);
      }
    }

    assertTrue(inTime > 7 * late, inTime + " in time, " + late + " late");
    int done = inTime + late;
    assertTrue(done > 20 * 50 * 9 / 10, "it does nine tenths of what it can: " + done);
  }

  private void admit(int count) {
    for (int i = 0; i < count; i++) {
      assertTrue(limit.admits());
    }
  }

  @Test
  void aPressedNodeRefusesReadsWhileItTakesNewOrders() {
    admit(47);
    assertFalse(limit.isFullForReads());
    admit(1);

    assertTrue(limit.isFullForReads());
    assertFalse(limit.admitsRead());
    admit(16);
    assertFalse(limit.admits(), "full");
  }

  @Test
  void withoutPressureNeitherIsRefusedAndReadsKeepNoOrderOut() {
    admit(47);
    for (int i = 0; i < 16; i++) {
      assertTrue(limit.admitsRead(), i + " read");
    }
    assertFalse(limit.admitsRead(), "the share of reads is taken");

    admit(17);
  }

  @Test
  void aReadThatIsAnsweredMakesRoomForAnother() {
    for (int i = 0; i < 16; i++) {
      assertTrue(limit.admitsRead());
    }
    limit.leftRead();

    assertTrue(limit.admitsRead());
    assertFalse(limit.admitsRead());
  }

  @Test
  void theSmallestLimitStillReads() {
    assertTrue(new AdmissionLimit(1, 1, 1, GOAL).admitsRead());
  }

  @Test
  void theBoundThatIsShownIsTheOneThatHolds() {
    admit(51);
    limit.left(GOAL.plusMillis(1), now);
    Bound shown = limit.bounds().get(0);

    assertEquals(OptionalLong.of(50), shown.use());
    assertEquals(42, shown.limit());
    for (int i = 50; i > shown.limit(); i--) {
      assertFalse(limit.admits(), i + " run");
      limit.left(Duration.ZERO, now);
    }
    assertFalse(limit.admits());
    limit.left(Duration.ZERO, now);
    assertTrue(limit.admits());
  }

  @Test
  void theBoundOfReadsThatIsShownIsTheOneThatHolds() {
    Bound shown = limit.bounds().get(2);
    for (int i = 0; i < shown.limit(); i++) {
      assertTrue(limit.admitsRead());
    }

    assertFalse(limit.admitsRead());
    assertEquals(OptionalLong.of(shown.limit()), limit.bounds().get(2).use());
    assertTrue(shown.beyond().contains("once 48 checkouts run"), shown.beyond());
  }
}
