package kassa.gateway.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kassa.gateway.checkout.Checkout;
import kassa.gateway.checkout.CheckoutAnswer;
import kassa.gateway.order.OrderId;
import kassa.gateway.sim.Word.Hand;
import kassa.ring.NodeId;
import kassa.ring.sim.SimRing;

/** The runs of the orders whose home this node is, in one of its lives. */
final class Home {
  private final Checkouts checkouts;
  private final SimRing ring;
  private final Set<Long> handed = new HashSet<>();
  private final Set<Waiter> answered = new HashSet<>();
  private final Map<OrderId, Running> runs = new HashMap<>();

  /** Who waits for an answer: the forward of an accepting node. */
  record Waiter(NodeId node, long forward) {}

  Home(Checkouts checkouts, SimRing ring) {
    this.checkouts = checkouts;
    this.ring = ring;
  }

  /**
   * A doubled message is one checkout: a second run after "nothing happened" would make it a lie.
   */
  void take(NodeId from, Hand hand) {
    if (!handed.add(hand.forward())) {
      return;
    }
    Waiter waiter = new Waiter(from, hand.forward());
    confirm(waiter);
    int queued = checkouts.node.nextInt(20) == 0 ? checkouts.node.nextInt(5_000) : 2;
    ring.later(queued, () -> begin(hand, waiter));
  }

  private void confirm(Waiter waiter) {
    if (!answered.contains(waiter)) {
      ring.send(waiter.node(), checkouts.post.parcel(new Word.Received(waiter.forward())));
      ring.later(Checkouts.HEDGE.toMillis() / 2, () -> confirm(waiter));
    }
  }

  void answer(Waiter waiter, Checkout checkout, CheckoutAnswer answer) {
    checkouts.checker.answered(ring.self(), checkout, answer);
    answered.add(waiter);
    ring.send(waiter.node(), checkouts.post.parcel(new Word.Answer(waiter.forward(), answer)));
  }

  private void begin(Hand hand, Waiter waiter) {
    OrderId order = hand.checkout().order();
    Running current = runs.get(order);
    if (current != null && !current.run.hasAnswered()) {
      join(current, hand, waiter);
      return;
    }
    Running running = new Running(checkouts, this, ring, hand);
    running.waiters.add(waiter);
    runs.put(order, running);
    running.start();
  }

  private void join(Running current, Hand hand, Waiter waiter) {
    current.learn();
    Optional<CheckoutAnswer> refused = current.run.join(hand.checkout());
    if (refused.isPresent()) {
      checkouts.world.reach(Sometimes.REFUSED_TO_JOIN);
      answer(waiter, hand.checkout(), refused.get());
    } else {
      checkouts.world.reach(Sometimes.JOINED);
      checkouts.ledger.took(current.number, hand.request());
      current.waiters.add(waiter);
    }
  }
}
