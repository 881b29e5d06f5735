package kassa.gateway.checkout;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import kassa.gateway.checkout.CheckoutAnswer.NothingHappened;
import kassa.gateway.checkout.CheckoutAnswer.Ordered;
import kassa.gateway.checkout.CheckoutAnswer.Why;
import kassa.gateway.order.OrderFact.Approved;
import kassa.gateway.order.OrderFact.Declined;
import kassa.gateway.order.OrderFact.Intent;
import kassa.ring.Fact;
import kassa.ring.FactSet;

/**
 * How much of the time that a checkout took says how busy this node and its peers are. A bank that
 * needs a second for each card is no reason to let fewer customers in, and nor is one that says
 * nothing.
 *
 * <p>The facts of an order tell: from intent to outcome it was the acquirer's. One append of the
 * ring falls into that; the other one, the queues and the ways remain.
 */
public final class RingTime {
  private static final Set<String> OUTCOMES = Set.of(Approved.KIND, Declined.KIND);

  private RingTime() {}

  /**
   * @param took from when it was admitted to the answer
   * @return empty when that was a wait for the acquirer, and who knows how long
   */
  public static Optional<Duration> of(CheckoutAnswer answer, Duration took) {
    if (answer instanceof Ordered ordered && !ordered.replayed()) {
      return acquirerTime(ordered.facts()).map(took::minus);
    }
    boolean away = answer instanceof NothingHappened nothing && nothing.why() == Why.PARTNER_AWAY;
    return away ? Optional.empty() : Optional.of(took);
  }

  private static Optional<Duration> acquirerTime(FactSet facts) {
    Optional<Long> intent = latest(facts, Set.of(Intent.KIND));
    Optional<Long> outcome = latest(facts, OUTCOMES);
    return intent.isPresent() && outcome.isPresent()
        ? Optional.of(Duration.ofMillis(Math.max(0, outcome.get() - intent.get())))
        : Optional.empty();
  }

  private static Optional<Long> latest(FactSet facts, Set<String> kinds) {
    return facts.stream()
        .filter(fact -> kinds.contains(fact.kind()))
        .map(Fact::time)
        .max(Comparator.naturalOrder())
        .map(time -> time.millis());
  }
}
