package kassa.gateway.checkout;

import java.time.Instant;
import kassa.gateway.card.CardDetails;
import kassa.gateway.order.OrderId;
import kassa.gateway.order.Placed;

/**
 * A merchant's request that passed every check at the edge, on its way to the order's home.
 *
 * @param order the same for the same merchant and idempotency key
 * @param placed what is stored of it
 * @param card in memory only
 * @param deadline after it no money leaves and the merchant has an answer (rule M3); absolute, so
 *     that a message that lay in a stopped process is recognised as late
 */
public record Checkout(OrderId order, Placed placed, CardDetails card, Instant deadline) {
  /** The same, with no more time than until then. */
  Checkout by(Instant latest) {
    return deadline.isAfter(latest) ? new Checkout(order, placed, card, latest) : this;
  }
}
