package kassa.gateway.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import kassa.gateway.codec.OrderFactCodec;
import kassa.gateway.http.Reply;
import kassa.gateway.order.MerchantId;
import kassa.gateway.order.Order;
import kassa.gateway.order.OrderFact.Opened;
import kassa.gateway.order.OrderId;
import kassa.gateway.order.Recorded;
import kassa.ring.ReadOutcome;
import kassa.ring.ReadOutcome.Found;
import kassa.ring.ReadOutcome.NotFound;
import kassa.ring.Replicas;
import org.jspecify.annotations.Nullable;

/**
 * A merchant asks for an order. What was found answers it; too little of it is 503, never 404: a
 * merchant who is told 404 orders again (rule R8). Another merchant's order is answered like one
 * that does not exist.
 *
 * @param asker whose API key it was
 * @param ifNoneMatch the header's value; null when there was none
 */
public record OrderQuery(
    MerchantId asker, OrderId id, @Nullable String ifNoneMatch, String requestId) {

  /**
   * @param required R, the owners that must answer
   * @param of N, the owners of a key
   */
  public Reply order(ReadOutcome outcome, int required, int of) {
    if (outcome instanceof Found found) {
      Order order = OrderFactCodec.order(id, found.facts());
      Replicas replicas = new Replicas(required, found.answered(), of, 0, false);
      return order.placed().isEmpty()
          ? withoutBody(order)
          : found(order, () -> OrderJson.bytes(order, replicas));
    }
    return notFound(outcome);
  }

  public Reply timeline(ReadOutcome outcome) {
    if (outcome instanceof Found found) {
      Order order = OrderFactCodec.order(id, found.facts());
      return found(order, () -> TimelineJson.bytes(order));
    }
    return notFound(outcome);
  }

  private Reply found(Order order, Supplier<byte[]> body) {
    Optional<MerchantId> merchant = merchant(order);
    if (merchant.isEmpty()) {
      return Problem.cannotBeSure().reply(requestId);
    }
    if (!merchant.get().equals(asker)) {
      return Problem.notFound().reply(requestId);
    }
    EntityTag tag = EntityTag.of(order);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Request-Id", requestId);
    headers.put("ETag", tag.header());
    headers.put("Cache-Control", "private, no-cache");
    return ifNoneMatch != null && tag.matches(ifNoneMatch)
        ? new Reply(304, "", headers, new byte[0])
        : new Reply(200, Reply.JSON, headers, body.get());
  }

  /** The fact with the body that binds was not among those that were found. */
  private Reply withoutBody(Order order) {
    boolean others = merchant(order).filter(m -> !m.equals(asker)).isPresent();
    return (others ? Problem.notFound() : Problem.cannotBeSure()).reply(requestId);
  }

  private Reply notFound(ReadOutcome outcome) {
    return (outcome instanceof NotFound ? Problem.notFound() : Problem.cannotBeSure())
        .reply(requestId);
  }

  /**
   * Whose order it is: every body under one order id is the same merchant's, also one taken back.
   */
  private static Optional<MerchantId> merchant(Order order) {
    return order.recorded().stream()
        .map(Recorded::fact)
        .filter(fact -> fact instanceof Opened)
        .map(fact -> ((Opened) fact).placed().merchant())
        .findFirst();
  }
}
