package kassa.chaos.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The trigger comes at 20 s and has ended at 30.5 s, the calm began at 5 s; ten a second are asked
 * for.
 */
class ComebackTest {
  private static final long MILLI = 1_000_000;
  private static final int TRIGGER = 20_000;
  private static final int END = 30_500;
  private static final TriggerPlan PLAN = TriggerPlan.of(100, 60);

  private final List<Checkout.Ended> ended = new ArrayList<>();

  @Test
  void throughputThatNeverWentIsBackAtOnce() {
    after(second -> 10);

    assertEquals(OptionalInt.of(0), comeback().seconds());
  }

  @Test
  void nineOfTenAreEnough() {
    after(second -> 9);

    assertEquals(OptionalInt.of(0), comeback().seconds());
    assertEquals(9, comeback().last());
  }

  @Test
  void itIsBackLateWithTheFirstWindowThatIsGoodEnough() {
    after(second -> second < 30 ? 0 : 10);

    assertEquals(OptionalInt.of(29), comeback().seconds());
  }

  @Test
  void itIsBackInTimeWithTheLastWindow() {
    after(second -> second < 60 ? 0 : 9);

    assertEquals(OptionalInt.of(60), comeback().seconds());
  }

  @Test
  void aSecondLaterIsTooLate() {
    after(second -> second < 61 ? 0 : 9);

    assertEquals(OptionalInt.empty(), comeback().seconds());
    assertEquals(8.1, comeback().last(), 1e-9);
  }

  @Test
  void whatIsBackAndGoneAgainWasNotBack() {
    after(second -> second >= 5 && second < 65 ? 10 : 0);

    assertEquals(OptionalInt.empty(), comeback().seconds());
  }

  @Test
  void whatGoesOnceMoreIsBackWhenItStays() {
    after(second -> second == 20 || second == 21 ? 0 : 10);

    assertEquals(OptionalInt.of(21), comeback().seconds());
  }

  @Test
  void whatNeverComesBackIsNever() {
    after(second -> 0);

    assertEquals(OptionalInt.empty(), comeback().seconds());
    assertEquals(0, comeback().last());
  }

  @Test
  void whatCameBeforeTheEndOrAfterTheWatchCountsForNothing() {
    good(END - 1, 1_000);
    good(END + 70_000, 1_000);

    assertEquals(OptionalInt.empty(), comeback().seconds());
    assertEquals(0, comeback().after().stream().mapToInt(n -> n).sum());
  }

  @Test
  void whatWasBeforeAndMeanwhileIsToldApart() {
    good(TRIGGER - 15_001, 1_000);
    good(TRIGGER - 15_000, 75);
    good(TRIGGER - 1, 75);
    good(TRIGGER, 21);
    ended.add(Endings.failed(0, TRIGGER - 1));
    ended.add(Endings.failed(TRIGGER, END - 1));
    ended.add(Endings.failed(TRIGGER, END));
    ended.add(Endings.notStarted(END + 69_999));
    ended.add(Endings.failed(TRIGGER, END + 70_000));

    assertEquals(10, comeback().before());
    assertEquals(OptionalDouble.of(2), comeback().during());
    assertEquals(1, comeback().failed());
    assertEquals(2, comeback().failedLater());
  }

  @Test
  void aTriggerThatIsItsOwnEndHasNoMeanwhile() {
    Comeback comeback = Comeback.of(TRIGGER * MILLI, (TRIGGER + 20) * MILLI, 10, PLAN, ended);

    assertEquals(OptionalDouble.empty(), comeback.during());
  }

  @Test
  void whoReachesOnlyDeadNodesIsNotAskedFor() {
    int lost = 0;
    for (int number = 0; number < 20; number++) {
      Checkout first = Checkout.of(new OpenLoop.Start(number, 0), 5);
      Checkout second =
          ((Checkout.Step.Retry) first.after(Reply.Silence.NO_CONNECTION, 0)).checkout();
      lost += first.node() >= 3 && second.node() >= 3 ? 1 : 0;
    }

    assertEquals(1 - lost / 20.0, Trigger.TWO_NODES_LOST.reachable(5), 1e-9);
    assertEquals(1, Trigger.BURST.reachable(5));
  }

  /** So many in each second after the end, in the middle of it. */
  private void after(IntUnaryOperator good) {
    for (int second = 0; second < PLAN.watched().toSeconds(); second++) {
      good(END + second * 1_000 + 500, good.applyAsInt(second));
    }
  }

  private void good(int at, int count) {
    for (int i = 0; i < count; i++) {
      ended.add(Endings.good(0, at));
    }
  }

  private Comeback comeback() {
    return Comeback.of(TRIGGER * MILLI, END * MILLI, 10, PLAN, ended);
  }
}
