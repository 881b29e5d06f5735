package kassa.gateway.sim;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import kassa.gateway.checkout.CheckoutAnswer;
import kassa.gateway.order.MerchantId;
import kassa.gateway.order.OrderId;
import kassa.gateway.order.Placed;
import kassa.ring.NodeId;

/** One HTTP request of a merchant, and what it was told. */
final class Request {
  final long id;
  final MerchantId merchant;
  final String key;
  final OrderId order;
  final Placed placed;
  final long sentAt;
  private final Set<NodeId> homes = new HashSet<>();
  private Optional<CheckoutAnswer> told = Optional.empty();
  private Runnable whenTold = () -> {};

  /**
   * @param sentAt true virtual milliseconds
   */
  Request(long id, MerchantId merchant, String key, OrderId order, Placed placed, long sentAt) {
    this.id = id;
    this.merchant = merchant;
    this.key = key;
    this.order = order;
    this.placed = placed;
    this.sentAt = sentAt;
  }

  void whenTold(Runnable then) {
    whenTold = then;
  }

  void tell(CheckoutAnswer answer) {
    told = Optional.of(answer);
    whenTold.run();
  }

  /** It was handed to a node. Returns to how many by now. */
  int handed(NodeId home) {
    homes.add(home);
    return homes.size();
  }

  Optional<CheckoutAnswer> told() {
    return told;
  }

  /** Whether it was told that nothing came of it, and nothing will. */
  boolean toldNothing() {
    return told.filter(
            a ->
                a instanceof CheckoutAnswer.NothingHappened
                    || a instanceof CheckoutAnswer.KeyReused)
        .isPresent();
  }

  boolean isOfSameBody(Request other) {
    return isOfSameKey(other) && placed.fingerprint().equals(other.placed.fingerprint());
  }

  boolean isOfSameKey(Request other) {
    return merchant.equals(other.merchant) && key.equals(other.key);
  }

  @Override
  public String toString() {
    return "request " + id + " of " + merchant + "/" + key + " for " + order + ", told " + told;
  }
}
