package kassa.chaos.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
  private static final long MILLI = 1_000_000;
  private static final Schedule TEN_A_SECOND = Schedule.steady(10, Duration.ofSeconds(1));

  @Test
  void aSteadyScheduleIsEvenlySpaced() {
    assertEquals(10, TEN_A_SECOND.total());
    assertEquals(0, TEN_A_SECOND.at(0));
    assertEquals(900 * MILLI, TEN_A_SECOND.at(9));
  }

  @Test
  void aRisingScheduleBeginsSlowlyEndsAtItsRateAndIsHalfAsMuch() {
    Schedule rising = Schedule.rising(100, Duration.ofSeconds(10));

    assertEquals(500, rising.total());
    assertEquals(Duration.ofSeconds(5).toNanos(), rising.at(125));
    assertEquals(10, Math.round((rising.at(499) - rising.at(498)) / 1e6));
    assertTrue(
        LongStream.range(1, 500).allMatch(number -> rising.at(number) > rising.at(number - 1)));
  }

  @Test
  void whatIsDueDoesNotDependOnAnswers() {
    OpenLoop openLoop = new OpenLoop(TEN_A_SECOND, 100);

    assertEquals(List.of(0L), numbers(openLoop.due(0).begun()));
    assertEquals(List.of(), numbers(openLoop.due(99 * MILLI).begun()));
    assertEquals(List.of(1L, 2L), numbers(openLoop.due(200 * MILLI).begun()));
    assertEquals(3, openLoop.inFlight());
  }

  @Test
  void aGeneratorThatStalledStillCountsFromTheIntendedStart() {
    OpenLoop openLoop = new OpenLoop(TEN_A_SECOND, 100);

    List<OpenLoop.Start> late = openLoop.due(500 * MILLI).begun();

    assertEquals(
        LongStream.rangeClosed(0, 5).map(number -> number * 100 * MILLI).boxed().toList(),
        late.stream().map(OpenLoop.Start::intended).toList());
  }

  @Test
  void whatIsCutShortIsOverWithTheLastAnswer() {
    OpenLoop openLoop = new OpenLoop(TEN_A_SECOND, 100);
    openLoop.due(0);

    openLoop.cutShort();

    assertEquals(List.of(), openLoop.due(900 * MILLI).begun());
    assertFalse(openLoop.isOver());
    openLoop.ended();
    assertTrue(openLoop.isOver());
  }

  @Test
  void whatCannotBeStartedIsCountedAndNotMadeUpFor() {
    OpenLoop openLoop = new OpenLoop(TEN_A_SECOND, 2);

    OpenLoop.Due due = openLoop.due(400 * MILLI);
    openLoop.ended();
    OpenLoop.Due later = openLoop.due(500 * MILLI);

    assertEquals(List.of(0L, 1L), numbers(due.begun()));
    assertEquals(List.of(2L, 3L, 4L), numbers(due.notStarted()));
    assertEquals(List.of(5L), numbers(later.begun()));
  }

  @Test
  void itIsOverWhenAllWereDueAndNoneIsInFlight() {
    OpenLoop openLoop = new OpenLoop(Schedule.steady(2, Duration.ofSeconds(1)), 100);

    openLoop.due(2_000 * MILLI);
    openLoop.ended();
    assertFalse(openLoop.isOver());

    openLoop.ended();
    assertTrue(openLoop.isOver());
    assertEquals(List.of(), openLoop.due(9_000 * MILLI).begun());
  }

  private static List<Long> numbers(List<OpenLoop.Start> starts) {
    return starts.stream().map(OpenLoop.Start::number).toList();
  }
}
