package kassa.gateway.merchant;

import java.util.List;
import kassa.gateway.order.MerchantId;

/**
 * A merchant that configuration names. It is said at every start, and ends nothing: a key that was
 * rotated away does not come back with it.
 *
 * @param keys at least one
 */
public record Seed(MerchantId id, List<KeyHash> keys) {
  public Seed {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("there is no API key");
    }
  }
}
