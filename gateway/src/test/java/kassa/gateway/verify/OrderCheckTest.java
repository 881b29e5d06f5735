package kassa.gateway.verify;

import static kassa.gateway.order.OrderSamples.A;
import static kassa.gateway.order.OrderSamples.B;
import static kassa.gateway.order.OrderSamples.ID;
import static kassa.gateway.order.OrderSamples.approved;
import static kassa.gateway.order.OrderSamples.at;
import static kassa.gateway.order.OrderSamples.declined;
import static kassa.gateway.order.OrderSamples.dot;
import static kassa.gateway.order.OrderSamples.intent;
import static kassa.gateway.order.OrderSamples.placed;
import static kassa.gateway.order.OrderSamples.reference;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kassa.gateway.console.FakeLedger;
import kassa.gateway.order.Order;
import kassa.gateway.order.OrderFact;
import kassa.gateway.order.OrderFact.NotSent;
import kassa.gateway.order.OrderFact.Opened;
import kassa.gateway.order.Recorded;
import org.junit.jupiter.api.Test;

class OrderCheckTest {
  private static final Opened OPENED = new Opened(placed(A));
  private static final String REFERENCE = reference(A);
  private static final String CHARGE = REFERENCE + " tx1 1299 SEK";

  @Test
  void anOrderThatIsApprovedOnceAndChargedSoShowsNothing() {
    assertEquals(List.of(), found(order(OPENED, intent(A), approved(A, "tx1")), CHARGE));
    assertEquals(List.of(), found(order(OPENED, intent(A), declined(A)), B + " tx1 1299 SEK"));
  }

  @Test
  void theSameApprovalLearnedTwiceIsOneCharge() {
    assertEquals(
        List.of(), found(order(OPENED, intent(A), approved(A, "tx1"), approved(A, "tx1")), CHARGE));
  }

  @Test
  void anAnswerOfTheAcquirerWithoutAnIntentIsFound() {
    String found =
        "intentBeforeMoney: was answered by the acquirer under %s, and no fact says that it was to be asked"
            .formatted(REFERENCE);

    assertEquals(List.of(found), found(order(OPENED, approved(A, "tx1"))));
    assertEquals(List.of(found), found(order(OPENED, declined(A))));
    assertEquals(
        List.of("late " + found),
        words(
            OrderCheck.of(
                order(OPENED, declined(A)), false, Instant.ofEpochMilli(9), Optional.empty())));
  }

  @Test
  void twoLiveApprovalsAreFound() {
    assertEquals(
        List.of("chargedOnce: has 2 approvals that nobody reversed"),
        found(order(OPENED, intent(A), approved(A, "tx1"), approved(A, "tx2"))));
    assertEquals(
        List.of("chargedOnce: has 2 approvals that nobody reversed"),
        found(order(OPENED, intent(A), intent(B), approved(A, "tx1"), approved(B, "tx2"))));
  }

  @Test
  void anApprovalBesideADeclineIsFound() {
    assertEquals(
        List.of("declinedIsNeverCharged: is declined and approved"),
        found(order(OPENED, intent(A), declined(A), approved(A, "tx1"))));
  }

  @Test
  void anApprovalOfWhatWasNeverSentIsFound() {
    assertEquals(
        List.of(
            "declinedIsNeverCharged: was never sent under %s by its facts, and is approved"
                .formatted(REFERENCE)),
        found(order(OPENED, intent(A), new NotSent(dot("n1", 2), "too late"), approved(A, "tx1"))));
  }

  @Test
  void anOrderWithoutOutcomeIsLateForAWhileAndThenFound() {
    Order order = order(OPENED, intent(A));
    Instant newest = Instant.ofEpochMilli(2);
    String found = "ordersSettle: is processing, with nothing new since " + newest;

    assertEquals(
        List.of("late " + found), atTime(order, newest.plus(OrderCheck.OPEN_FOR).minusMillis(1)));
    assertEquals(List.of(found), atTime(order, newest.plus(OrderCheck.OPEN_FOR)));
  }

  @Test
  void twoChargesOfOneOrderAreFoundInTheLedgerWhateverTheFactsSay() {
    assertEquals(
        List.of(
            "chargedOnce: does not know its charge by transaction tx2 of 1299 SEK",
            "chargedOnce: is charged 2 times"),
        found(order(OPENED, intent(A), approved(A, "tx1")), CHARGE, REFERENCE + " tx2 1299 SEK"));
  }

  @Test
  void anApprovalThatTheLedgerDoesNotKnowOrOfAnotherAmountIsFound() {
    Order order = order(OPENED, intent(A), approved(A, "tx1"));

    assertEquals(
        List.of(
            "chargedOnce: says 1299 SEK authorized by transaction tx1, and the ledger says nothing"),
        found(order, B + " tx9 1299 SEK"));
    assertEquals(
        List.of(
            "chargedOnce: says 1299 SEK authorized by transaction tx1, and the ledger says 1300 SEK"
                + " authorized"),
        found(order, REFERENCE + " tx1 1300 SEK"));
  }

  @Test
  void aChargeOfADeclinedOrderAndOfOneThatWasNeverSentIsFound() {
    assertEquals(
        List.of("declinedIsNeverCharged: is declined, and charged by transaction tx1 of 1299 SEK"),
        found(order(OPENED, intent(A), declined(A)), CHARGE));
    assertEquals(
        List.of(
            "declinedIsNeverCharged: is never sent, and charged by transaction tx1 of 1299 SEK"),
        found(order(OPENED, intent(A), new NotSent(dot("n1", 2), "too late")), CHARGE));
  }

  @Test
  void aChargeWhoseOutcomeIsNotKnownYetIsAnOrderThatHasToSettle() {
    Order order = order(OPENED, intent(A));

    assertEquals(1, found(order, CHARGE).size());
    assertEquals("ordersSettle", found(order, CHARGE).get(0).replaceAll("late |:.*", ""));
  }

  private static Order order(OrderFact... facts) {
    List<Recorded> recorded = new ArrayList<>();
    for (OrderFact fact : facts) {
      int seq = recorded.size() + 1;
      recorded.add(at(seq, dot("n1", seq), fact));
    }
    return Order.of(ID, recorded);
  }

  private static List<String> found(Order order, String... ledger) {
    Optional<FakeLedger> book =
        ledger.length == 0 ? Optional.empty() : Optional.of(FakeLedger.of(ledger));
    return words(OrderCheck.of(order, true, Instant.ofEpochMilli(9), book));
  }

  private static List<String> atTime(Order order, Instant now) {
    return words(OrderCheck.of(order, true, now, Optional.empty()));
  }

  private static List<String> words(List<Finding> findings) {
    return findings.stream()
        .map(f -> (f.late() ? "late " : "") + f.promise().wire() + ": " + f.what())
        .toList();
  }
}
