package kassa.gateway.api;

import java.util.LinkedHashMap;
import java.util.Map;
import kassa.gateway.checkout.CheckoutAnswer;
import kassa.gateway.checkout.CheckoutAnswer.NothingHappened;
import kassa.gateway.checkout.CheckoutAnswer.Ordered;
import kassa.gateway.codec.OrderFactCodec;
import kassa.gateway.http.Reply;
import kassa.gateway.order.Order;
import kassa.gateway.order.OrderId;
import kassa.gateway.order.OrderStatus;
import kassa.ring.Replicas;

/** What a merchant is told of a checkout, in HTTP. */
public final class CheckoutReply {
  private CheckoutReply() {}

  public static Reply of(OrderId id, CheckoutAnswer answer, String requestId) {
    if (answer instanceof Ordered ordered) {
      return ordered(id, ordered, requestId);
    }
    if (answer instanceof NothingHappened nothing) {
      return Problem.nothingHappened(nothing.why()).reply(requestId);
    }
    return answer instanceof CheckoutAnswer.KeyReused
        ? Problem.idempotencyKeyReused().reply(requestId)
        : Problem.outcomeUnknown().reply(requestId);
  }

  private static Reply ordered(OrderId id, Ordered ordered, String requestId) {
    Order order = OrderFactCodec.order(id, ordered.facts());
    int status = ordered.replayed() ? replayed(order.status()) : status(order.status());
    Reply reply =
        status == 402
            ? Problem.declined(id, order.declineCode().orElseThrow()).reply(requestId)
            : order(status, order, ordered.replicas(), requestId);
    Map<String, String> headers = new LinkedHashMap<>(reply.headers());
    headers.put("Kassa-Replicas", header(ordered.replicas()));
    if (status == 200 && ordered.replayed()) {
      headers.put("Idempotent-Replayed", "true");
    }
    return new Reply(reply.status(), reply.mediaType(), headers, reply.body());
  }

  private static Reply order(int status, Order order, Replicas replicas, String requestId) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Request-Id", requestId);
    headers.put("Cache-Control", "no-store");
    headers.put("ETag", EntityTag.of(order).header());
    if (status != 200) {
      headers.put("Location", OrderRequest.PATH + "/" + order.id());
    }
    byte[] body = OrderJson.bytes(order, replicas);
    return new Reply(status, Reply.JSON, headers, body);
  }

  private static int status(OrderStatus status) {
    return switch (status) {
      case AUTHORIZED, PARTIALLY_CAPTURED, CAPTURED, PARTIALLY_REFUNDED, REFUNDED -> 201;
      case PROCESSING -> 202;
      case DECLINED -> 402;
      case CANCELLED, EXPIRED, FAILED -> 200; // not this request's doing: the order as it is now
    };
  }

  /** The order as it is now, whatever became of it; but while it goes on, that is still to come. */
  private static int replayed(OrderStatus status) {
    return status == OrderStatus.PROCESSING ? 202 : 200;
  }

  private static String header(Replicas replicas) {
    return "acked="
        + replicas.acked()
        + ", required="
        + replicas.required()
        + ", of="
        + replicas.of()
        + ", hinted="
        + replicas.hinted()
        + (replicas.archive() ? ", archive=true" : "");
  }
}
