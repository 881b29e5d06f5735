package kassa.gateway.api;

import java.util.Locale;

/**
 * Something in a request that cannot be meant. It never quotes what was sent, which may be a card
 * number in the wrong place.
 *
 * @param pointer JSON pointer (RFC 6901) into the body; empty for the body itself
 * @param message for the merchant's developers
 */
public record Mistake(String pointer, Code code, String message) {
  /** Stable; the wire form is lower case. */
  public enum Code {
    REQUIRED,
    UNKNOWN_FIELD,
    WRONG_TYPE,
    OUT_OF_RANGE,
    TOO_LONG,
    INVALID_CHARACTERS,
    INVALID_VALUE,
    SUM_MISMATCH,
    CARD_EXPIRED,
    NOT_SUPPORTED;

    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
