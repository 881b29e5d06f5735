package kassa.gateway.sim;

import java.util.List;
import kassa.gateway.order.MerchantId;
import kassa.ring.NodeId;
import kassa.ring.sim.Step;

/**
 * A merchant asks for an order, and asks again when the answer is none or settles nothing.
 *
 * @param key the idempotency key; merchants use each other's
 * @param body which of the bodies that are sent under the key
 * @param tries at least one
 * @param stubborn whether it asks again in any case
 */
record Ask(MerchantId merchant, String key, int body, List<Try> tries, boolean stubborn)
    implements Step {
  /**
   * One request.
   *
   * @param pause in milliseconds, after the answer to the one before or after it was given up
   */
  record Try(NodeId node, long pause) {
    @Override
    public String toString() {
      return pause == 0 ? "at " + node : "after " + pause + " ms at " + node;
    }
  }

  Ask {
    tries = List.copyOf(tries);
  }

  @Override
  public String kind() {
    return "Ask";
  }

  @Override
  public boolean isFault() {
    return false;
  }

  @Override
  public String toString() {
    return "Ask[%s, %s, body %d, %s%s]"
        .formatted(merchant, key, body, tries, stubborn ? ", stubborn" : "");
  }
}
