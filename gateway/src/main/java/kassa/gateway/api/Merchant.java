package kassa.gateway.api;

import java.util.List;
import java.util.regex.Pattern;
import kassa.gateway.order.MerchantId;

/**
 * A merchant as configured.
 *
 * @param name for people
 * @param keys API keys in clear, 12 to 200 letters, digits, '_' and '-'; several, so that one can
 *     take over from another
 */
public record Merchant(MerchantId id, String name, List<String> keys) {
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{12,200}");

  public Merchant {
    keys = List.copyOf(keys);
    if (!keys.stream().allMatch(key -> KEY.matcher(key).matches())) {
      throw new IllegalArgumentException(
          "an API key of merchant " + id + " is not 12 to 200 letters, digits, '_' and '-'");
    }
  }

  /** Without the keys, which belong in no log. */
  @Override
  public String toString() {
    return "merchant " + id;
  }
}
