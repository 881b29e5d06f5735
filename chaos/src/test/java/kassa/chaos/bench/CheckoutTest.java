package kassa.chaos.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import kassa.chaos.bench.Checkout.Ended;
import kassa.chaos.bench.Checkout.Step;
import kassa.chaos.bench.Reply.Answered;
import kassa.chaos.bench.Reply.Silence;
import org.junit.jupiter.api.Test;

class CheckoutTest {
  private static final OpenLoop.Start START = new OpenLoop.Start(7, 1_000);
  private final Checkout checkout = Checkout.of(START, 3);

  @Test
  void statusesMeanWhatTheContractSays() {
    String rows =
        """
        201 -                           GOOD      false
        202 -                           PENDING   false
        402 -                           DECLINED  false
        200 {"status":"captured"}       GOOD      false
        200 {"status":"authorized"}     GOOD      false
        200 {"status":"processing"}     PENDING   false
        200 {"status":"declined"}       DECLINED  false
        200 {"status":"failed"}         FAILED    false
        200 nonsense                    FAILED    false
        400 -                           FAILED    false
        422 -                           FAILED    false
        429 -                           FAILED    true
        500 -                           FAILED    true
        503 -                           FAILED    true
        504 -                           FAILED    true
        """;
    for (String row : rows.lines().toList()) {
      String[] cells = row.split(" +", -1);
      Answered answered = new Answered(Integer.parseInt(cells[0]), cells[1]);

      assertEquals(Outcome.valueOf(cells[2]), answered.outcome(), row);
      assertEquals(Boolean.parseBoolean(cells[3]), answered.retryable(), row);
    }
  }

  @Test
  void aFailedOneIsRetriedOnceAtAnotherNodeAndTimedFromItsIntendedStart() {
    Checkout second =
        assertInstanceOf(Step.Retry.class, checkout.after(new Answered(503, ""), 2_000)).checkout();

    assertEquals(START, second.start());
    assertNotEquals(checkout.node(), second.node());

    Ended ended = end(second.after(new Answered(201, ""), 9_000));
    assertEquals(Outcome.GOOD, ended.outcome());
    assertEquals(8_000, ended.latency());
    assertEquals(Optional.of("503"), ended.firstFailure());
    assertEquals(Optional.empty(), ended.lastFailure());
  }

  @Test
  void aSecondFailureIsTheLastWord() {
    Checkout second =
        assertInstanceOf(Step.Retry.class, checkout.after(Silence.TIMEOUT, 2_000)).checkout();

    Ended ended = end(second.after(Silence.NO_CONNECTION, 9_000));

    assertEquals(Outcome.FAILED, ended.outcome());
    assertEquals(Optional.of("timeout"), ended.firstFailure());
    assertEquals(Optional.of("no connection"), ended.lastFailure());
  }

  @Test
  void whoDoesNotComeAgainTakesTheFirstAnswer() {
    Ended ended = end(Checkout.once(START, 3).after(new Answered(503, ""), 2_000));

    assertEquals(Outcome.FAILED, ended.outcome());
    assertEquals(Optional.of("503"), ended.firstFailure());
    assertEquals(Optional.empty(), ended.lastFailure());
  }

  @Test
  void whatIsWrongWithTheOrderIsNotRetried() {
    Ended ended = end(checkout.after(new Answered(422, ""), 2_000));

    assertEquals(Outcome.FAILED, ended.outcome());
    assertEquals(Optional.of("422"), ended.firstFailure());
  }

  @Test
  void retriesOfADeadNodesCheckoutsAreSharedByAllOthers() {
    List<Integer> second =
        LongStream.range(0, 600)
            .filter(number -> number % 3 == 2)
            .mapToObj(number -> Checkout.of(new OpenLoop.Start(number, 0), 3))
            .map(one -> ((Step.Retry) one.after(Silence.BROKEN_CONNECTION, 0)).checkout().node())
            .toList();

    assertEquals(100, second.stream().filter(node -> node == 0).count());
    assertEquals(100, second.stream().filter(node -> node == 1).count());
  }

  private static Ended end(Step step) {
    return assertInstanceOf(Step.End.class, step).ended();
  }
}
