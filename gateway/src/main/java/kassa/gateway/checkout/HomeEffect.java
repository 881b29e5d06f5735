package kassa.gateway.checkout;

import kassa.gateway.order.OrderId;

/** What a {@link CheckoutHome} wants done. */
public sealed interface HomeEffect {
  /** One step of a run; its result is due to the home under the same number, exactly once. */
  record Step(long run, OrderId order, RunEffect effect) implements HomeEffect {}

  /** This node has the checkout, or still works on it. */
  record Receipt(CheckoutHome.Caller caller) implements HomeEffect {}

  record Tell(CheckoutHome.Caller caller, CheckoutAnswer answer) implements HomeEffect {}
}
