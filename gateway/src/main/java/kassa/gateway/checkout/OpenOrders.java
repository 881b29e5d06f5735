package kassa.gateway.checkout;

import kassa.gateway.codec.OrderFactCodec;
import kassa.gateway.order.Order;
import kassa.gateway.order.OrderFact;
import kassa.gateway.order.OrderId;
import kassa.ring.Fact;
import kassa.ring.FactSet;

/** Tells which orders have something left to be done about, when nobody is waiting. */
public final class OpenOrders {
  private OpenOrders() {}

  /**
   * Whether money may have moved without our knowing the end of it. By kinds alone in the usual
   * cases, so that a store may ask at every write; may be asked again whenever a fact was added.
   *
   * @param facts of one order
   */
  public static boolean isOpen(FactSet facts) {
    int intents = 0;
    int others = 0;
    for (Fact fact : facts) {
      switch (fact.kind()) {
        case OrderFact.Intent.KIND -> intents++;
        case OrderFact.NotSent.KIND, OrderFact.Approved.KIND, OrderFact.Declined.KIND -> others++;
        default -> {}
      }
    }
    if (intents == 0 || others == 0) {
      return intents > 0;
    }
    Fact any = facts.iterator().next();
    Order order = OrderFactCodec.order(new OrderId(any.key().value()), facts);
    return order.hasUnknown();
  }
}
