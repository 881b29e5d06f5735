package kassa.chaos.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TurnoutTest {
  private final Turnout turnout = new Turnout(Duration.ofSeconds(1));

  @Test
  void everyKindIsCounted() {
    turnout.add(Endings.good(0, 10));
    turnout.add(Endings.once("503", 0, 1));
    turnout.add(Endings.once("503", 0, 1));
    turnout.add(Endings.once("504", 0, 1));
    turnout.add(Endings.once("timeout", 0, 1));
    turnout.add(Endings.notStarted(0));
    turnout.add(Endings.once("no line", 0, 0));

    assertEquals(
        Map.of("good", 1L, "503", 2L, "504", 1L, "timeout", 1L, "not started", 1L, "no line", 1L),
        turnout.kinds());
    assertEquals(7, turnout.due());
    assertEquals(1, turnout.notStarted());
    assertEquals(5, turnout.atTheDoor());
    assertEquals(2, turnout.others());
  }

  @Test
  void whoIsTurnedAwayIsNotTimedAndOtherFailuresAre() {
    for (int i = 0; i < 98; i++) {
      turnout.add(Endings.good(0, 10));
    }
    turnout.add(Endings.once("504", 0, 4_000));
    turnout.add(Endings.once("504", 0, 4_000));
    for (int i = 0; i < 1_000; i++) {
      turnout.add(Endings.once("503", 0, 9_000));
      turnout.add(Endings.notStarted(0));
      turnout.add(Endings.once("no line", 0, 9_000));
    }

    assertEquals(10, turnout.millisOf(98).orElseThrow(), 0.01);
    assertEquals(4_000, turnout.millisOf(99).orElseThrow(), 4);
  }

  @Test
  void whoGotNoAnswerWaitedLongerThanAll() {
    for (int i = 0; i < 98; i++) {
      turnout.add(Endings.good(0, 10));
    }
    turnout.add(Endings.once("timeout", 0, 1));
    turnout.add(Endings.once("connection broken", 0, 1));

    assertEquals(10, turnout.millisOf(98).orElseThrow(), 0.01);
    assertTrue(turnout.millisOf(99).isEmpty());
  }

  @Test
  void twoLoadsAreCountedTogether() {
    Turnout first = new Turnout(Duration.ofSeconds(1));
    first.add(Endings.good(0, 10));
    first.add(Endings.once("timeout", 0, 1));
    Turnout second = new Turnout(Duration.ofSeconds(1));
    second.add(Endings.good(0, 30));
    second.add(Endings.good(999, 1_500));
    second.add(Endings.once("503", 0, 1));
    Turnout both = new Turnout(Duration.ofSeconds(2));

    both.add(first);
    both.add(second);

    assertEquals(Map.of("good", 3L, "503", 1L, "timeout", 1L), both.kinds());
    assertEquals(1.0, both.goodInASecond());
    assertEquals(30, both.millisOf(50).orElseThrow(), 0.1);
    assertTrue(both.millisOf(99).isEmpty());
  }

  @Test
  void whatEndsAfterTheLoadWasNotDoneInIt() {
    turnout.add(Endings.good(0, 999));
    turnout.add(Endings.good(999, 1_500));

    assertEquals(1.0, turnout.goodInASecond());
    assertEquals(2, turnout.count("good"));
  }
}
