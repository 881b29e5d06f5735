package kassa.gateway.order;

import java.util.regex.Pattern;

/**
 * An order's name, derived by a keyed hash from merchant and idempotency key, so that every node
 * computes the same (rule M1). It is also the order's key in the ring.
 *
 * @param value {@code ord_} and 26 characters of Crockford's base 32 in lower case (130 bits)
 */
public record OrderId(String value) {
  private static final Pattern FORM = Pattern.compile("ord_[0-9a-hjkmnp-tv-z]{26}");

  public OrderId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not an order id");
    }
  }

  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
