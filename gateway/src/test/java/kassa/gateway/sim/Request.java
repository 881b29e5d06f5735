package kassa.gateway.sim;

import java.time.Instant;
import java.util.Optional;
import kassa.gateway.checkout.CheckoutAnswer;
import kassa.gateway.order.MerchantId;
import kassa.gateway.order.OrderId;
import kassa.gateway.order.Placed;

/** One HTTP request of a merchant, and what it was told. */
final class Request {
  final long id;
  final MerchantId merchant;
  final String key;
  final OrderId order;
  final Placed placed;
  private Optional<CheckoutAnswer> told = Optional.empty();
  private Runnable whenTold = () -> {};
  private Instant sentAt = Instant.MIN;

  Request(long id, MerchantId merchant, String key, OrderId order, Placed placed) {
    this.id = id;
    this.merchant = merchant;
    this.key = key;
    this.order = order;
    this.placed = placed;
  }

  void sent(Instant now, Runnable then) {
    sentAt = now;
    whenTold = then;
  }

  Instant sentAt() {
    return sentAt;
  }

  void tell(CheckoutAnswer answer) {
    told = Optional.of(answer);
    whenTold.run();
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
