package kassa.gateway.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import kassa.gateway.card.PendingRequests.Awaited;
import kassa.gateway.card.PendingRequests.Ticket;
import kassa.gateway.card.PendingRequests.Unanswered;
import org.junit.jupiter.api.Test;

class PendingRequestsTest {
  private static final Awaited ONE = new Awaited("one", 0x0210);
  private static final Awaited OTHER = new Awaited("other", 0x0210);

  private final PendingRequests<String> table = new PendingRequests<>(3);

  @Test
  void anAnswerFindsItsRequestOnce() {
    sent(ONE, "a", 100);
    sent(OTHER, "b", 100);

    assertEquals(List.of("a"), table.answered(ONE));
    assertEquals(List.of(), table.answered(ONE));
    assertEquals(1, table.size());
  }

  @Test
  void theAnswerToAnInquiryIsNotTheAnswerToTheRequest() {
    sent(ONE, "a", 100);

    assertEquals(List.of(), table.answered(new Awaited("one", 0x0610)));
    assertEquals(List.of("a"), table.answered(ONE));
  }

  @Test
  void anAnswerIsForTheFirstMessageAndItsRepeat() {
    sent(ONE, "first", 100);
    sent(ONE, "repeat", 200);

    assertEquals(List.of("first", "repeat"), table.answered(ONE));
    assertEquals(0, table.size());
  }

  @Test
  void whatIsStillQueuedHasNoAnswerYet() {
    sent(ONE, "first", 100);
    Ticket queued = admitted(ONE, "repeat", 200);

    assertEquals(List.of("first"), table.answered(ONE));
    assertTrue(table.leaves(queued, 50));
    assertEquals(List.of("repeat"), table.answered(ONE));
  }

  @Test
  void aFullTableAdmitsNothingUntilAnAnswerComes() {
    sent(ONE, "a", 100);
    sent(OTHER, "b", 100);
    admitted(OTHER, "c", 100);

    assertEquals(Optional.empty(), table.admit(ONE, "d", 100));
    assertEquals(List.of("a"), table.answered(ONE));
    assertTrue(table.admit(ONE, "d", 100).isPresent());
  }

  @Test
  void atItsDeadlineARequestDoesNotLeaveAnyMore() {
    Ticket ticket = admitted(ONE, "a", 100);

    assertFalse(table.leaves(ticket, 100));
    assertEquals(List.of(new Unanswered<>("a", false)), table.expire(100));
  }

  @Test
  void whatExpiresSaysWhetherItMayHaveLeft() {
    sent(ONE, "sent", 100);
    admitted(OTHER, "queued", 99);
    sent(OTHER, "later", 101);

    assertEquals(
        List.of(new Unanswered<>("queued", false), new Unanswered<>("sent", true)),
        table.expire(100));
    assertEquals(List.of("later"), table.answered(OTHER));
  }

  @Test
  void whatWasToldNotSentNeverLeaves() {
    Ticket expired = admitted(ONE, "a", 100);
    Ticket withdrawn = admitted(ONE, "b", 200);
    Ticket lost = admitted(ONE, "c", 200);

    assertEquals(1, table.expire(100).size());
    table.withdraw(withdrawn);
    assertEquals(List.of(new Unanswered<>("c", false)), table.close());

    for (Ticket ticket : List.of(expired, withdrawn, lost)) {
      assertFalse(table.leaves(ticket, 0));
    }
  }

  @Test
  void aClosedTableAdmitsNothing() {
    sent(ONE, "a", 100);

    assertEquals(List.of(new Unanswered<>("a", true)), table.close());
    assertEquals(Optional.empty(), table.admit(ONE, "b", 100));
    assertEquals(List.of(), table.answered(ONE));
  }

  private Ticket admitted(Awaited awaited, String request, long deadline) {
    return table.admit(awaited, request, deadline).orElseThrow();
  }

  private void sent(Awaited awaited, String request, long deadline) {
    assertTrue(table.leaves(admitted(awaited, request, deadline), 0));
  }
}
