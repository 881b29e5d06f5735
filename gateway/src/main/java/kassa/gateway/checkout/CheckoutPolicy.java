package kassa.gateway.checkout;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import kassa.gateway.checkout.CheckoutAnswer.Why;
import kassa.gateway.checkout.NextStep.Tell;
import kassa.gateway.checkout.Waiting.Customer;
import kassa.gateway.order.Attempt;
import kassa.gateway.order.Attempt.Outcome;
import kassa.gateway.order.Order;

/**
 * What comes next for an order, by its facts alone: the live request and reconciliation ask the
 * same function. Where it cannot know, it says so, and errs to the side on which nobody is charged.
 *
 * <p>An attempt that was never sent keeps its number, and so its reference, when it is tried again:
 * should the acquirer know it after all, it would not charge twice. Numbers grow after a decline or
 * a reversal only, and this version does neither.
 */
public class CheckoutPolicy {
  /**
   * @param order all facts known, those of this home included
   */
  public NextStep next(Order order, Waiting who, Instant now) {
    return who instanceof Customer customer ? live(order, customer, now) : alone(order);
  }

  private static NextStep alone(Order order) {
    List<Attempt> unknown = order.attempts().stream().filter(Attempt::isUnknown).toList();
    return unknown.isEmpty() ? new NextStep.Settled() : new NextStep.Inquire(unknown);
  }

  private static NextStep live(Order order, Customer customer, Instant now) {
    OwnPart own = customer.own();
    Optional<Tell> verdict = verdict(order, customer, now);
    if (verdict.isPresent()) {
      boolean standsUnsent = !own.unsent().isEmpty() && !own.voidedIn(order);
      return standsUnsent ? takeBack(own, verdict.get()) : verdict.get();
    }
    if (own.intent().isEmpty()) {
      return new NextStep.Begin();
    }
    if (now.isBefore(own.pauseUntil())) {
      return new NextStep.Wait(own.pauseUntil());
    }
    return new NextStep.Send(own.sends() > 0 || !order.neverLeft(own.unsent()));
  }

  private static NextStep takeBack(OwnPart own, Tell verdict) {
    boolean withdraws = verdict instanceof NextStep.TellKeyReused;
    return new NextStep.TakeBack(
        own.intent().orElseThrow(), reason(verdict), withdraws ? own.opened() : Optional.empty());
  }

  /** What ends this run without a further message to the acquirer; empty when it may go on. */
  private static Optional<Tell> verdict(Order order, Customer customer, Instant now) {
    OwnPart own = customer.own();
    String mine = customer.body().fingerprint();

    if (!order.isWhole() && !own.mayHaveLeft()) {
      return Optional.of(
          new NextStep.TellUnknown()); // what only the archive holds may say anything
    }
    if (hasOutcome(order, mine)) {
      return Optional.of(ofOutcome(order, mine));
    }
    boolean otherStands = otherStands(order, mine) || own.withdrawnIn(order);
    if (otherStands && !own.mayHaveLeft()) {
      // What left for this body before, by others, may yet have an effect: then 422 would be a lie.
      boolean leftBefore = !attemptsOf(order, mine).allMatch(a -> neverLeft(a, own));
      return Optional.of(leftBefore ? new NextStep.TellUnknown() : new NextStep.TellKeyReused());
    }
    if (!order.unrecognized().isEmpty() && !own.mayHaveLeft()) {
      return Optional.of(undecided(order, own, Why.PARTNER_AWAY));
    }
    if (own.intent().isPresent() && !own.stored()) {
      return Optional.of(undecided(order, own, Why.TOO_FEW_REPLICAS));
    }
    if (own.firstWasNotSent()) {
      return Optional.of(undecided(order, own, Why.PARTNER_AWAY));
    }
    if (!now.isBefore(customer.goOnBy()) || own.voidedIn(order)) {
      return Optional.of(undecided(order, own, Why.TOO_LATE));
    }
    return Optional.empty();
  }

  private static Tell ofOutcome(Order order, String mine) {
    boolean binds =
        order.placed().map(p -> p.fingerprint().equals(mine)).orElse(!otherStands(order, mine));
    if (binds) {
      return new NextStep.TellOutcome();
    }
    boolean approved = attemptsOf(order, mine).anyMatch(a -> !a.approvals().isEmpty());
    return approved ? new NextStep.TellUnknown() : new NextStep.TellKeyReused();
  }

  /** Nothing happened only if no intent that is known, of whomever, can have left (rule M5). */
  private static Tell undecided(Order order, OwnPart own, Why why) {
    if (order.neverLeft(own.unsent())) {
      return new NextStep.TellNothingHappened(why);
    }
    return own.stored() ? new NextStep.TellProcessing() : new NextStep.TellUnknown();
  }

  private static boolean otherStands(Order order, String mine) {
    return order.bodies().stream().anyMatch(b -> !b.placed().fingerprint().equals(mine))
        || order.attempts().stream().anyMatch(a -> !a.fingerprint().equals(mine) && !a.neverLeft());
  }

  private static boolean hasOutcome(Order order, String mine) {
    return attemptsOf(order, mine).anyMatch(a -> a.outcome() != Outcome.NONE);
  }

  private static boolean neverLeft(Attempt attempt, OwnPart own) {
    return attempt.intents().stream().allMatch(i -> i.voided() || own.unsent().contains(i.dot()));
  }

  private static Stream<Attempt> attemptsOf(Order order, String fingerprint) {
    return order.attempts().stream().filter(a -> a.fingerprint().equals(fingerprint));
  }

  private static String reason(Tell verdict) {
    if (verdict instanceof NextStep.TellNothingHappened nothing) {
      return nothing.why().name().toLowerCase(Locale.ROOT);
    }
    if (verdict instanceof NextStep.TellOutcome) {
      return "outcome known";
    }
    return verdict instanceof NextStep.TellKeyReused ? "another body stands" : "cannot tell";
  }
}
