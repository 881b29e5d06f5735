package kassa.gateway.card;

import org.jspecify.annotations.Nullable;

/**
 * A card as its holder typed it. It lives in memory only: {@link #toString()} shows neither number
 * nor code, and nothing serializes it but the message from the accepting node to an order's home.
 *
 * @param number 12 to 19 digits, checked by Luhn's formula at the edge
 * @param expiryYear four digits
 * @param expiryMonth 1 to 12
 * @param cvc 3 or 4 digits; null when the shopper was not asked
 */
public record CardDetails(String number, int expiryYear, int expiryMonth, @Nullable String cvc) {
  public String lastFour() {
    return number.substring(number.length() - 4);
  }

  @Override
  public String toString() {
    return "card ending " + lastFour();
  }
}
