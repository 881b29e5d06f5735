package kassa.gateway.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kassa.gateway.order.Attempt;
import kassa.gateway.order.Attempt.IntentMade;
import kassa.gateway.order.Conflict;
import kassa.gateway.order.Order;
import kassa.gateway.order.OrderFact.Approved;
import kassa.gateway.order.OrderStatus;

/** What the facts of one order say of its money, alone and beside the acquirer's ledger. */
final class OrderCheck {
  /**
   * An order whose newest fact is older is asked about twice in that time at least, and does not
   * settle by itself.
   */
  static final Duration OPEN_FOR = Duration.ofMinutes(12);

  private final Order order;
  private final boolean allWasRead;
  private final List<Finding> findings = new ArrayList<>();

  private OrderCheck(Order order, boolean allWasRead) {
    this.order = order;
    this.allWasRead = allWasRead;
  }

  /**
   * @param order all that is known of it anywhere
   * @param allWasRead whether there may be more of it where nobody looked
   */
  static List<Finding> of(
      Order order, boolean allWasRead, Instant now, Optional<? extends Ledger> ledger) {
    OrderCheck check = new OrderCheck(order, allWasRead);
    check.ordersSettle(now);
    check.conflicts();
    order.attempts().forEach(check::intentBeforeMoney);
    ledger.ifPresent(check::agreesWith);
    return check.findings;
  }

  private void ordersSettle(Instant now) {
    if (order.status() == OrderStatus.PROCESSING) {
      Instant newest = Instant.ofEpochMilli(order.updatedAt());
      boolean young = newest.plus(OPEN_FOR).isAfter(now);
      found(Promise.ORDERS_SETTLE, "is processing, with nothing new since " + newest, young);
    }
  }

  private void conflicts() {
    for (Conflict conflict : order.conflicts()) {
      switch (conflict.kind()) {
        case SEVERAL_APPROVALS ->
            found(
                Promise.CHARGED_ONCE,
                "has %d approvals that nobody reversed".formatted(conflict.facts().size()),
                false);
        case DECLINED_AND_APPROVED ->
            found(Promise.DECLINED_IS_NEVER_CHARGED, "is declined and approved", false);
        case TWO_BODIES -> {} // Each has an approval, and those are counted.
      }
    }
  }

  private void intentBeforeMoney(Attempt attempt) {
    boolean answered = attempt.outcome() != Attempt.Outcome.NONE;
    if (answered && attempt.intents().isEmpty()) {
      found(
          Promise.INTENT_BEFORE_MONEY,
          "was answered by the acquirer under "
              + attempt.reference()
              + ", and no fact says that it was to be asked",
          !allWasRead);
    }
    if (!attempt.approvals().isEmpty() && isVoid(attempt)) {
      found(
          Promise.DECLINED_IS_NEVER_CHARGED,
          "was never sent under " + attempt.reference() + " by its facts, and is approved",
          !allWasRead);
    }
  }

  private static boolean isVoid(Attempt attempt) {
    return !attempt.intents().isEmpty() && attempt.intents().stream().allMatch(IntentMade::voided);
  }

  private void agreesWith(Ledger ledger) {
    int charges = 0;
    for (Attempt attempt : order.attempts()) {
      List<Charge> charged = ledger.charges(attempt.reference());
      charges += charged.size();
      charged.forEach(charge -> isKnown(attempt, charge));
      attempt.approvals().forEach(approval -> isCharged(approval, charged));
    }
    if (charges > 1) {
      found(Promise.CHARGED_ONCE, "is charged %d times".formatted(charges), false);
    }
  }

  private void isKnown(Attempt attempt, Charge charge) {
    String what = "transaction %s of %s".formatted(charge.transactionId(), charge.amount());
    if (attempt.outcome() == Attempt.Outcome.DECLINED || isVoid(attempt)) {
      String said = attempt.outcome() == Attempt.Outcome.DECLINED ? "declined" : "never sent";
      found(
          Promise.DECLINED_IS_NEVER_CHARGED,
          "is " + said + ", and charged by " + what,
          !allWasRead);
    } else if (attempt.outcome() == Attempt.Outcome.APPROVED
        && attempt.approvals().stream()
            .noneMatch(a -> a.transactionId().equals(charge.transactionId()))) {
      found(Promise.CHARGED_ONCE, "does not know its charge by " + what, !allWasRead);
    }
    // Without an outcome it is processing, and that is found where orders settle.
  }

  private void isCharged(Approved approval, List<Charge> charged) {
    Optional<Charge> charge =
        charged.stream()
            .filter(c -> c.transactionId().equals(approval.transactionId()))
            .findFirst();
    Charge said = new Charge(approval.transactionId(), approval.amount(), approval.captured());
    if (!charge.equals(Optional.of(said))) {
      found(
          Promise.CHARGED_ONCE,
          "says %s by transaction %s, and the ledger says %s"
              .formatted(
                  words(said),
                  approval.transactionId(),
                  charge.map(OrderCheck::words).orElse("nothing")),
          false);
    }
  }

  private static String words(Charge charge) {
    return charge.amount() + (charge.captured() ? " captured" : " authorized");
  }

  private void found(Promise promise, String what, boolean late) {
    findings.add(Finding.of(promise, order.id().value(), what, late));
  }
}
