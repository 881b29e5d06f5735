package kassa.gateway.card;

import java.util.Locale;

/** Why a card was declined, in the merchant's words; the wire form is the name in lower case. */
public enum DeclineCode {
  GENERIC_DECLINE,
  INSUFFICIENT_FUNDS,
  EXPIRED_CARD,
  INCORRECT_CVC,
  PROCESSING_ERROR,
  INVALID_CARD;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static DeclineCode ofWire(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
