package kassa.gateway.api;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What merchants' programs tell problems apart by. Stable, and listed in the contract; the wire
 * form is lower case.
 */
public enum ProblemCode {
  MALFORMED_JSON(400, "The body is not JSON"),
  IDEMPOTENCY_KEY_MISSING(400, "No Idempotency-Key"),
  IDEMPOTENCY_KEY_INVALID(400, "No usable Idempotency-Key"),
  UNAUTHENTICATED(401, "No valid API key"),
  DECLINED(402, "The payment was declined"),
  NOT_FOUND(404, "Not found"),
  METHOD_NOT_ALLOWED(405, "Method not allowed"),
  BODY_TOO_SLOW(408, "The body came too slowly", true, 1),
  BODY_TOO_LARGE(413, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "The body must be application/json"),
  INVALID_REQUEST(422, "The request cannot be meant"),
  IDEMPOTENCY_KEY_REUSED(422, "The Idempotency-Key belongs to another request"),
  RATE_LIMITED(429, "Too many requests", true, 0),
  INTERNAL(500, "Something broke", true, 0),
  KEYS_UNKNOWN(503, "The API keys are not known here yet", true, 2),
  TOO_FEW_REPLICAS(503, "The order could not be kept safely", true, 2),
  PARTNER_AWAY(503, "The acquirer is away", true, 5),
  OVERLOADED(503, "This node is overloaded", true, 3),
  TOO_LATE(503, "It took too long to begin", true, 1),
  CLOCK_OFF(503, "The time is not known here", true, 2),
  NO_ROOM(503, "There is no room for new orders", true, 5),
  CANNOT_BE_SURE(503, "It cannot be told now", true, 2),
  OUTCOME_UNKNOWN(504, "The outcome is not known yet", true, 2);

  private final int status;
  private final String title;
  private final boolean retryable;
  private final int retryAfter;

  ProblemCode(int status, String title) {
    this(status, title, false, 0);
  }

  ProblemCode(int status, String title, boolean retryable, int retryAfter) {
    this.status = status;
    this.title = title;
    this.retryable = retryable;
    this.retryAfter = retryAfter;
  }

  public int status() {
    return status;
  }

  String title() {
    return title;
  }

  /** Whether the same request, under the same key, may fare better. */
  public boolean isRetryable() {
    return retryable;
  }

  /** Seconds to wait before the next try; 0 when there is nothing to advise. */
  int retryAfter() {
    return retryAfter;
  }

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** RFC 9457 wants a URI. This one names, and leads nowhere: nodes know no public address. */
  String type() {
    return "urn:kassa:problem:" + wire();
  }

  /** What a shopper may read; null where the mistake is the merchant's. */
  @Nullable String shopperText() {
    return switch (this) {
      case KEYS_UNKNOWN,
          TOO_FEW_REPLICAS,
          PARTNER_AWAY,
          OVERLOADED,
          TOO_LATE,
          CLOCK_OFF,
          NO_ROOM,
          RATE_LIMITED,
          BODY_TOO_SLOW ->
          "The payment could not be made just now, and you were not charged. Please try again.";
      case INTERNAL, OUTCOME_UNKNOWN ->
          "We are still checking whether the payment went through. Please do not pay again yet.";
      default -> null;
    };
  }
}
