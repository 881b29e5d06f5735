package kassa.gateway.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kassa.gateway.codec.OrderFactCodec;
import kassa.gateway.order.Order;
import kassa.gateway.order.OrderId;
import kassa.gateway.order.Recorded;
import kassa.ring.Dot;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.sim.World;

/** The orders that the facts of all disks make, for checkers: each fact is read once. */
final class Orders {
  private final World world;
  private final Map<Dot, Recorded> recorded = new HashMap<>();
  private final Map<Key, Known> known = new HashMap<>();

  private record Known(FactSet facts, Order order) {}

  Orders(World world) {
    this.world = world;
  }

  Order of(Key key) {
    FactSet facts = world.copies.everywhere(key);
    Known last = known.get(key);
    if (last != null && last.facts().equals(facts)) {
      return last.order();
    }
    Order order = of(new OrderId(key.value()), facts);
    known.put(key, new Known(facts, order));
    return order;
  }

  Order of(OrderId id, FactSet facts) {
    List<Recorded> decoded =
        facts.stream()
            .map(f -> recorded.computeIfAbsent(f.dot(), dot -> OrderFactCodec.decode(f)))
            .toList();
    return Order.of(id, decoded, facts.isWhole());
  }

  /** The keys of orders: others may live in the ring as well. */
  Stream<Key> keys() {
    return world.copies.keys().stream().filter(key -> OrderId.isValid(key.value()));
  }
}
