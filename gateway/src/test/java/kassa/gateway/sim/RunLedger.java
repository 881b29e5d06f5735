package kassa.gateway.sim;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import kassa.gateway.card.Authorization;
import kassa.gateway.codec.OrderFactCodec;
import kassa.gateway.order.Attempt.IntentMade;
import kassa.gateway.order.Order;
import kassa.gateway.order.OrderId;
import kassa.ring.FactSet;
import kassa.ring.Invariant;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.sim.World;

/**
 * Who did what for whom: which requests took part in which run, and which messages left for which
 * of them. It sees everything, unlike any node, and checks {@code intentBeforeMoney}.
 */
final class RunLedger {
  private final World world;
  private final Map<Long, Run> runs = new LinkedHashMap<>();
  private final Map<Integer, Run> byStan = new HashMap<>();

  /** A run, and the requests that took part in it. */
  record Run(long number, NodeId node, OrderId order, Set<Long> requests) {}

  RunLedger(World world) {
    this.world = world;
  }

  long begins(NodeId node, OrderId order) {
    long number = runs.size() + 1L;
    runs.put(number, new Run(number, node, order, new LinkedHashSet<>()));
    return number;
  }

  void took(long run, long request) {
    run(run).requests().add(request);
  }

  private Run run(long number) {
    Run run = runs.get(number);
    if (run == null) {
      throw new IllegalArgumentException("no run " + number);
    }
    return run;
  }

  /** Whose message had an effect; nobody's if it left without anybody waiting. */
  Set<Long> requestsBehind(Authorization message) {
    Run run = byStan.get(message.trace().stan());
    return run == null ? Set.of() : run.requests();
  }

  /** A message to the acquirer leaves a node, in the name of an intent, for a waiting customer. */
  void leaves(NodeId node, long run, Key key, Authorization message) {
    IntentMade intent = intent(key, message);
    String detail = intent + " by " + node;
    Invariant.check(intent.dot().actor().node().equals(node), "intentBeforeMoney", detail);
    Invariant.check(!intent.voided(), "intentBeforeMoney", detail);
    Invariant.check(
        Instant.ofEpochMilli(world.now()).isBefore(intent.intent().deadline()),
        "intentBeforeMoney",
        "after its deadline: " + detail);
    long places = world.places(key, intent.dot());
    Invariant.check(
        places >= world.ring.replication().w(),
        "intentBeforeMoney",
        detail + " on " + places + " places");
    Run sending = run(run);
    boolean another =
        byStan.values().stream()
            .anyMatch(r -> r.order().equals(sending.order()) && !r.node().equals(node));
    if (another) {
      world.reach(Sometimes.TWO_HOMES_SENT);
    }
    byStan.put(message.trace().stan(), sending);
  }

  private IntentMade intent(Key key, Authorization message) {
    FactSet facts = world.everywhere(key);
    Order order = OrderFactCodec.order(new OrderId(key.value()), facts);
    return order.attempts().stream()
        .filter(a -> a.reference().equals(message.reference().value()))
        .flatMap(a -> a.intents().stream())
        .filter(i -> i.intent().stan() == message.trace().stan())
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("intentBeforeMoney: no intent at all for " + message));
  }
}
