package kassa.gateway.checkout;

import java.util.List;
import java.util.Set;
import kassa.gateway.codec.OrderFactCodec;
import kassa.gateway.order.Order;
import kassa.gateway.order.OrderFact;
import kassa.gateway.order.OrderId;
import kassa.ring.Fact;
import kassa.ring.FactSet;

/** Tells which orders have something left to be done about, when nobody is waiting. */
public final class OpenOrders {
  private static final Set<String> TELLING =
      Set.of(
          OrderFact.Intent.KIND,
          OrderFact.NotSent.KIND,
          OrderFact.Approved.KIND,
          OrderFact.Declined.KIND);

  private OpenOrders() {}

  /**
   * Whether money may have moved without our knowing the end of it. By kinds alone in the usual
   * cases, so that a store may ask at every write; may be asked again whenever a fact was added.
   *
   * @param facts of one order
   */
  public static boolean isOpen(FactSet facts) {
    List<Fact> telling = facts.stream().filter(f -> TELLING.contains(f.kind())).toList();
    long intents = telling.stream().filter(f -> f.kind().equals(OrderFact.Intent.KIND)).count();
    if (intents == 0 || intents == telling.size()) {
      return intents > 0;
    }
    OrderId id = new OrderId(telling.get(0).key().value());
    return Order.of(id, telling.stream().map(OrderFactCodec::decode).toList()).hasUnknown();
  }
}
