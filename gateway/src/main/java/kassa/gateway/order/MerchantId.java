package kassa.gateway.order;

import java.util.regex.Pattern;

/**
 * A merchant of this gateway.
 *
 * @param value 1 to 15 lower-case letters, digits and hyphens: it is also field 42 of ISO 8583
 */
public record MerchantId(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9-]{1,15}");

  public MerchantId {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "merchant id '" + value + "' is not 1 to 15 of a-z, 0-9 and '-'");
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
