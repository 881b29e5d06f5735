package kassa.gateway.card;

import java.util.regex.Pattern;

/**
 * What the acquirer knows an attempt by, and deduplicates on. The same from any node, since it is
 * derived from order, body, attempt and acquirer (rule M7).
 *
 * @param value 32 lower-case hexadecimal digits
 */
public record Reference(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

  public Reference {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("reference '" + value + "'");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
