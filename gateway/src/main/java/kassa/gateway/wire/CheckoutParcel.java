package kassa.gateway.wire;

import kassa.gateway.checkout.Checkout;
import kassa.gateway.checkout.CheckoutAnswer;

/**
 * Between the node that accepted a checkout and its home. Each may be lost, late or doubled.
 *
 * <p>The number is the accepting node's, of one {@code Forward} in one of its lives.
 */
public sealed interface CheckoutParcel {
  long forward();

  /** Be the home of this checkout. It carries the card, which neither end ever stores. */
  record Hand(long forward, Checkout checkout) implements CheckoutParcel {}

  /** The home has it, or still works on it. */
  record Received(long forward) implements CheckoutParcel {}

  record Answered(long forward, CheckoutAnswer answer) implements CheckoutParcel {}
}
