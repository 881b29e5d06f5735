package kassa.gateway.merchant;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kassa.gateway.order.MerchantId;
import kassa.ring.smallstate.SmallState;

/**
 * All merchants that a node knows, as of one moment. Any thread may call.
 *
 * <p>A key is looked up by its hash: how long that takes may tell how a hash begins, which helps
 * nobody to find the key; the comparison that decides takes the same time for all.
 */
public final class Merchants {
  private final List<Merchant> all;
  private final Map<String, Owned> byHash = new HashMap<>();

  private record Owned(KeyHash key, MerchantId owner) {}

  private Merchants(List<Merchant> all) {
    this.all = List.copyOf(all);
    for (Merchant merchant : all) {
      merchant.keys().forEach(key -> byHash.putIfAbsent(key.hex(), new Owned(key, merchant.id())));
    }
  }

  public static Merchants of(SmallState state) {
    return new Merchants(
        state.entries().entrySet().stream()
            .flatMap(named -> Merchant.of(named.getKey(), named.getValue()).stream())
            .toList());
  }

  /** In the order of their ids. */
  public Collection<Merchant> all() {
    return all;
  }

  public Optional<MerchantId> owner(KeyHash key) {
    return Optional.ofNullable(byHash.get(key.hex()))
        .filter(owned -> owned.key().isSame(key))
        .map(Owned::owner);
  }
}
