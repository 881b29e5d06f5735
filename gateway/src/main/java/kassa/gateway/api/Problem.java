package kassa.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import kassa.gateway.checkout.CheckoutAnswer.Why;
import kassa.gateway.http.Reply;
import kassa.gateway.order.OrderId;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is not what was asked for, as RFC 9457 has it. No part of it repeats what was
 * sent.
 *
 * @param detail for the merchant's developers
 * @param param the header or the first field that is to blame, in dots; null when none is
 * @param mistakes of an invalid body, else none
 * @param declineCode of a decline
 * @param order of a decline
 * @param userMessage the only text that is meant for shoppers
 * @param headers that belong to it
 */
public record Problem(
    ProblemCode code,
    String detail,
    @Nullable String param,
    List<Mistake> mistakes,
    @Nullable String declineCode,
    @Nullable OrderId order,
    @Nullable String userMessage,
    Map<String, String> headers) {
  static final String MEDIA_TYPE = "application/problem+json";

  private static final Set<String> TYPED_BY_SHOPPERS =
      Set.of("/payment_method/number", "/payment_method/exp_year", "/payment_method/cvc");
  private static final String KEY_HEADER = "Idempotency-Key";
  private static final String NOTHING_HAPPENED =
      "Nothing happened and nothing will: send it again with the same Idempotency-Key. ";

  public Problem {
    mistakes = List.copyOf(mistakes);
    headers = Map.copyOf(headers);
  }

  /**
   * @param detail where the body is no JSON; it must not quote it
   */
  static Problem malformed(String detail) {
    return of(ProblemCode.MALFORMED_JSON, detail);
  }

  static Problem idempotencyKeyMissing() {
    return blaming(
        ProblemCode.IDEMPOTENCY_KEY_MISSING,
        KEY_HEADER,
        "This call moves money: it needs the header Idempotency-Key, 1 to 255 printable ASCII"
            + " characters, new for each order and the same when it is sent again.");
  }

  static Problem idempotencyKeyInvalid() {
    return blaming(
        ProblemCode.IDEMPOTENCY_KEY_INVALID,
        KEY_HEADER,
        "The header Idempotency-Key must have 1 to 255 printable ASCII characters.");
  }

  /**
   * @param mistakes at least one
   */
  static Problem invalid(List<Mistake> mistakes) {
    int count = mistakes.size();
    String param = mistakes.get(0).pointer().replaceFirst("^/", "").replace('/', '.');
    boolean typed = mistakes.stream().allMatch(Problem::mayBeTheShoppers);
    return new Problem(
        ProblemCode.INVALID_REQUEST,
        count == 1
            ? "There is 1 mistake in the body."
            : "There are " + count + " mistakes in the body.",
        param.isEmpty() ? null : param,
        mistakes,
        null,
        null,
        typed ? "Please check the card's number, expiry date and security code." : null,
        Map.of());
  }

  /** What a shopper types wrongly; fields that are missing or misshapen are a program's mistake. */
  private static boolean mayBeTheShoppers(Mistake mistake) {
    boolean mistyped =
        mistake.code() == Mistake.Code.INVALID_VALUE || mistake.code() == Mistake.Code.CARD_EXPIRED;
    return mistyped && TYPED_BY_SHOPPERS.contains(mistake.pointer());
  }

  /** No key, or none that is known: the answer does not say which. */
  public static Problem unauthenticated() {
    return withHeaders(
        ProblemCode.UNAUTHENTICATED,
        "Send the header Authorization: Bearer with an API key, or the key as the user of Basic.",
        Map.of("WWW-Authenticate", "Bearer realm=\"kassa\""));
  }

  /** The key may be good: this node has not heard from another one which keys are. */
  static Problem keysUnknown() {
    return of(
        ProblemCode.KEYS_UNKNOWN,
        "This node has not heard yet which keys are good. Nothing happened: send it again, or to"
            + " another node.");
  }

  /** Unknown or another merchant's, and unknown paths: always the same. */
  public static Problem notFound() {
    return of(ProblemCode.NOT_FOUND, "There is nothing here that this key may see.");
  }

  /**
   * @param declineCode in the words of {@link kassa.gateway.card.DeclineCode}
   */
  static Problem declined(OrderId order, String declineCode) {
    return new Problem(
        ProblemCode.DECLINED,
        "The acquirer declined the payment. The order is closed; another try needs another key.",
        null,
        List.of(),
        declineCode,
        order,
        shopperText(declineCode),
        Map.of());
  }

  static Problem idempotencyKeyReused() {
    return blaming(
        ProblemCode.IDEMPOTENCY_KEY_REUSED,
        KEY_HEADER,
        "This Idempotency-Key was used with another body. This request had no effect.");
  }

  /**
   * @param methods that the path has
   */
  public static Problem methodNotAllowed(Set<String> methods) {
    String allowed = String.join(", ", new TreeSet<>(methods));
    return withHeaders(
        ProblemCode.METHOD_NOT_ALLOWED, "Allowed here: " + allowed + ".", Map.of("Allow", allowed));
  }

  public static Problem bodyTooLarge(int mostBytes) {
    return of(ProblemCode.BODY_TOO_LARGE, "A body has at most " + mostBytes + " bytes.");
  }

  /**
   * @param within the time in which it had to be here
   */
  public static Problem bodyTooSlow(Duration within) {
    return of(
        ProblemCode.BODY_TOO_SLOW,
        NOTHING_HAPPENED + "A body must be here within " + within.toSeconds() + " s.");
  }

  public static Problem unsupportedMediaType() {
    return of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Send Content-Type: application/json.");
  }

  /**
   * @param retryAfter rounded up to whole seconds, at least one
   */
  public static Problem rateLimited(Duration retryAfter) {
    long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
    return withHeaders(
        ProblemCode.RATE_LIMITED,
        "This API key sends more requests than it may. Nothing happened; send it again later.",
        Map.of("Retry-After", Long.toString(seconds)));
  }

  /** Rule M5: whoever answers so knows that no money moved and none will. */
  public static Problem nothingHappened(Why why) {
    return switch (why) {
      case TOO_FEW_REPLICAS ->
          of(
              ProblemCode.TOO_FEW_REPLICAS,
              NOTHING_HAPPENED + "Too few places could be reached to keep the order safely.");
      case PARTNER_AWAY ->
          of(ProblemCode.PARTNER_AWAY, NOTHING_HAPPENED + "The acquirer cannot be reached.");
      case TOO_LATE ->
          of(
              ProblemCode.TOO_LATE,
              NOTHING_HAPPENED + "The deadline passed before the payment could begin.");
      case OVERLOADED ->
          of(ProblemCode.OVERLOADED, NOTHING_HAPPENED + "This node has too much to do.");
      case CLOCK_OFF ->
          of(
              ProblemCode.CLOCK_OFF,
              NOTHING_HAPPENED + "No node could be reached whose clock is right.");
      case NO_ROOM ->
          of(
              ProblemCode.NO_ROOM,
              NOTHING_HAPPENED + "No node could be reached whose disk has room for new orders.");
    };
  }

  /** A read that was not begun: those who sell come first. */
  static Problem tooBusyToRead() {
    return new Problem(
        ProblemCode.OVERLOADED,
        "This node has too much to do to look this up now. Ask again later, or another node.",
        null,
        List.of(),
        null,
        null,
        null,
        Map.of());
  }

  /** A read that found too little to say yes, and heard too little to say no (rule R8). */
  public static Problem cannotBeSure() {
    return of(
        ProblemCode.CANNOT_BE_SURE,
        "Too few nodes answered to say whether this exists, and what it is now. Ask again.");
  }

  public static Problem outcomeUnknown() {
    return of(
        ProblemCode.OUTCOME_UNKNOWN,
        "It cannot be told now whether money moved. Send it again with the same Idempotency-Key;"
            + " with another one the customer may be charged twice.");
  }

  /** A bug. It says nothing of what broke; the log does, by the request's id. */
  public static Problem internal() {
    return of(
        ProblemCode.INTERNAL,
        "Something broke, and it cannot be told whether money moved. Send it again, with the same"
            + " Idempotency-Key if it had one.");
  }

  public Reply reply(String requestId) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("Request-Id", requestId);
    all.put("Cache-Control", "no-store");
    if (code.retryAfter() > 0) {
      all.put("Retry-After", Integer.toString(code.retryAfter()));
    }
    all.putAll(headers);
    return new Reply(
        code.status(), MEDIA_TYPE, all, JsonText.object(json -> write(json, requestId)));
  }

  private void write(JsonGenerator json, String requestId) throws IOException {
    json.writeStringField("type", code.type());
    json.writeStringField("title", code.title());
    json.writeNumberField("status", code.status());
    json.writeStringField("detail", detail);
    json.writeStringField("code", code.wire());
    present(json, "param", param);
    if (!mistakes.isEmpty()) {
      json.writeArrayFieldStart("errors");
      for (Mistake mistake : mistakes) {
        json.writeStartObject();
        json.writeStringField("pointer", mistake.pointer());
        json.writeStringField("code", mistake.code().wire());
        json.writeStringField("message", mistake.message());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    present(json, "decline_code", declineCode);
    present(json, "order_id", order == null ? null : order.value());
    json.writeBooleanField("retryable", code.isRetryable());
    json.writeStringField("request_id", requestId);
    present(json, "user_message", userMessage);
  }

  private static void present(JsonGenerator json, String name, @Nullable String text)
      throws IOException {
    if (text != null) {
      json.writeStringField(name, text);
    }
  }

  private static String shopperText(String declineCode) {
    return switch (declineCode.toLowerCase(Locale.ROOT)) {
      case "insufficient_funds" -> "The card has too little money on it. Please use another card.";
      case "expired_card" -> "The card has expired. Please use another card.";
      case "incorrect_cvc" -> "The card's security code is wrong. Please check it and try again.";
      case "invalid_card" -> "This card number is not valid. Please check it or use another card.";
      default -> "The card was declined. Please use another card.";
    };
  }

  private static Problem of(ProblemCode code, String detail) {
    return withHeaders(code, detail, Map.of());
  }

  private static Problem withHeaders(ProblemCode code, String detail, Map<String, String> headers) {
    return new Problem(code, detail, null, List.of(), null, null, code.shopperText(), headers);
  }

  private static Problem blaming(ProblemCode code, String param, String detail) {
    return new Problem(code, detail, param, List.of(), null, null, null, Map.of());
  }
}
