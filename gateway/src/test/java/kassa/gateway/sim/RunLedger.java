package kassa.gateway.sim;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kassa.gateway.card.Authorization;
import kassa.gateway.order.Attempt.IntentMade;
import kassa.gateway.order.OrderId;
import kassa.ring.Invariant;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.sim.Copies;
import kassa.ring.sim.SimRing;

/**
 * Who did what for whom: which requests took part in which run, and which messages left for which
 * of them. It sees everything, unlike any node, and checks {@code intentBeforeMoney}.
 */
final class RunLedger {
  private final Checkouts checkouts;
  private final Map<Integer, Taking> byStan = new HashMap<>();
  private final Map<OrderId, Set<NodeId>> senders = new HashMap<>();

  /** A run, and the requests that took part in it so far. */
  record Taking(NodeId node, OrderId order, Set<Long> requests) {}

  RunLedger(Checkouts checkouts) {
    this.checkouts = checkouts;
  }

  Taking begins(NodeId node, OrderId order, long request) {
    return new Taking(node, order, new LinkedHashSet<>(Set.of(request)));
  }

  /** Whose message had an effect; nobody's if it left without anybody waiting. */
  Set<Long> requestsBehind(Authorization message) {
    Taking run = byStan.get(message.trace().stan());
    return run == null ? Set.of() : run.requests();
  }

  /**
   * A message to the acquirer leaves a node, in the name of an intent.
   *
   * @param run empty when no customer waits
   */
  void leaves(SimRing ring, Optional<Taking> run, Key key, Authorization message) {
    NodeId node = ring.self();
    IntentMade intent = intent(key, message);
    String detail = intent + " by " + node;
    Invariant.check(run.isPresent(), "intentBeforeMoney", "nobody waits for " + detail);
    Invariant.check(intent.dot().actor().node().equals(node), "intentBeforeMoney", detail);
    Invariant.check(!intent.voided(), "intentBeforeMoney", detail);
    Invariant.check(
        ring.now().isBefore(intent.intent().deadline()),
        "intentBeforeMoney",
        "after its deadline: " + detail);
    Copies copies = checkouts.world.copies;
    int places = copies.places(intent.dot()) + copies.placesLost(intent.dot());
    Invariant.check(
        places >= checkouts.world.ring.replication().w(),
        "intentBeforeMoney",
        detail + " on " + places + " places");
    Taking sending = run.orElseThrow();
    Set<NodeId> all = senders.computeIfAbsent(sending.order(), order -> new LinkedHashSet<>());
    all.add(node);
    if (all.size() > 1) {
      checkouts.world.reach(Sometimes.TWO_HOMES_SENT);
    }
    byStan.put(message.trace().stan(), sending);
  }

  private IntentMade intent(Key key, Authorization message) {
    Optional<IntentMade> found =
        checkouts.orders.of(key).attempts().stream()
            .filter(a -> a.reference().equals(message.reference().value()))
            .flatMap(a -> a.intents().stream())
            .filter(i -> i.intent().stan() == message.trace().stan())
            .findFirst();
    Invariant.check(found.isPresent(), "intentBeforeMoney", "no intent at all for " + message);
    return found.orElseThrow();
  }
}
