package kassa.gateway.checkout;

import java.time.Instant;
import kassa.ring.NodeId;

/** What a {@link Forward} wants done. */
public sealed interface ForwardEffect {
  /** Send the checkout to this node, or start it here if the node is this one. */
  record HandTo(NodeId node) implements ForwardEffect {}

  /** Tell the merchant. Once, and the last effect. */
  record Reply(CheckoutAnswer answer) implements ForwardEffect {}

  /** Call {@link Forward#tick} then. Earlier and more often does no harm. */
  record WakeAt(Instant at) implements ForwardEffect {}
}
