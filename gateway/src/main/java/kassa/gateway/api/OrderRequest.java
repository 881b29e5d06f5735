package kassa.gateway.api;

import java.time.Instant;
import java.util.Optional;
import kassa.gateway.card.CardDetails;
import kassa.gateway.order.MerchantId;
import kassa.gateway.order.OrderId;
import kassa.gateway.order.OrderKeys;
import kassa.gateway.order.Placed;
import org.jspecify.annotations.Nullable;

/** What became of {@code POST /v1/orders} at the edge. Any thread may call. */
public sealed interface OrderRequest {
  /** The path that an idempotency key counts within, besides the merchant. */
  String PATH = "/v1/orders";

  /**
   * It may go to the order's home. Of the customer only the fingerprint in {@code placed} is left,
   * and the card is nowhere but in {@code card}.
   */
  record Accepted(OrderId order, Placed placed, CardDetails card) implements OrderRequest {}

  /** Nothing happened; the same request will be refused again. */
  record Refused(Problem problem) implements OrderRequest {}

  /**
   * Reads a request, all of it: a body gets all its mistakes at once.
   *
   * @param idempotencyKey the header's value; null when there was none
   * @param body JSON by its content type
   * @param now for the card's expiry
   */
  static OrderRequest read(
      MerchantId merchant,
      @Nullable String idempotencyKey,
      byte[] body,
      Instant now,
      OrderKeys keys) {
    if (idempotencyKey == null) {
      return new Refused(Problem.idempotencyKeyMissing());
    }
    if (!isKey(idempotencyKey)) {
      return new Refused(Problem.idempotencyKeyInvalid());
    }
    try {
      Mistakes mistakes = new Mistakes();
      Optional<OrderBody> read = OrderBody.in(StrictJson.read(body), now, mistakes);
      return read.isEmpty()
          ? new Refused(Problem.invalid(mistakes.found()))
          : accepted(merchant, idempotencyKey, read.get(), keys);
    } catch (StrictJson.Malformed malformed) {
      return new Refused(Problem.malformed(String.valueOf(malformed.getMessage())));
    }
  }

  /** 1 to 255 printable characters of ASCII. */
  private static boolean isKey(String text) {
    return !text.isEmpty()
        && text.length() <= 255
        && text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  private static Accepted accepted(
      MerchantId merchant, String idempotencyKey, OrderBody body, OrderKeys keys) {
    CardDetails card = body.card();
    byte[] canonical = body.canonical(keys.cardFingerprint(merchant, card.number()));
    Placed placed =
        new Placed(
            merchant,
            body.merchantReference(),
            body.amount(),
            body.lines(),
            body.capture(),
            body.acceptProvisional(),
            CardEntry.summary(card),
            keys.bodyFingerprint(merchant, canonical));
    return new Accepted(keys.orderId(merchant, PATH, idempotencyKey), placed, card);
  }
}
