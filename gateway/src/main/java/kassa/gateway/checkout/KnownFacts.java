package kassa.gateway.checkout;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kassa.gateway.checkout.CheckoutAnswer.Ordered;
import kassa.gateway.codec.OrderFactCodec;
import kassa.gateway.order.Order;
import kassa.gateway.order.OrderFact;
import kassa.gateway.order.OrderId;
import kassa.gateway.order.OrderStatus;
import kassa.gateway.order.Recorded;
import kassa.ring.AppendOutcome;
import kassa.ring.Dot;
import kassa.ring.FactSet;
import kassa.ring.NodeId;
import kassa.ring.Replicas;

/** What a home knows of an order, and what of it is certainly on W places. */
final class KnownFacts {
  private final OrderId id;
  private final NodeId self;
  private final Set<Dot> durable = new HashSet<>();
  private final Map<Dot, Recorded> recorded = new HashMap<>();
  private FactSet facts = FactSet.EMPTY;
  private Order order;
  private Replicas replicas = new Replicas(0, 0, 0, 0, false);

  KnownFacts(OrderId id, NodeId self) {
    this.id = id;
    this.self = self;
    this.order = Order.of(id, List.of());
  }

  Order order() {
    return order;
  }

  void learn(FactSet more) {
    FactSet union = facts.union(more);
    if (union.size() > facts.size() || !union.stub().equals(facts.stub())) {
      facts = union;
      facts.forEach(f -> recorded.computeIfAbsent(f.dot(), dot -> OrderFactCodec.decode(f)));
      order = Order.of(id, recorded.values(), facts.isWhole());
    }
  }

  void appended(AppendOutcome outcome, List<OrderFact> own) {
    learn(outcome.known());
    own.forEach(fact -> stored(outcome, Set.of(dotOf(fact))));
  }

  void ensured(AppendOutcome outcome, FactSet sent) {
    learn(outcome.known());
    stored(outcome, sent.dots());
  }

  private void stored(AppendOutcome outcome, Set<Dot> dots) {
    if (outcome instanceof AppendOutcome.Stored) {
      durable.addAll(dots);
      replicas = outcome.replicas();
    }
  }

  /**
   * The name that this node's newest fact of this content got. Content alone would not do: another
   * node that runs the same checkout may have recorded the very same.
   */
  Dot dotOf(OrderFact content) {
    return dotBefore(content, Optional.empty()).orElseThrow();
  }

  /** The same, of those that the same life of this node recorded before another one. */
  Optional<Dot> dotBefore(OrderFact content, Optional<Dot> later) {
    return order.recorded().stream()
        .filter(r -> r.fact().equals(content))
        .map(Recorded::dot)
        .filter(d -> d.actor().node().equals(self))
        .filter(d -> later.isEmpty() || precedes(d, later.get()))
        .max(Comparator.naturalOrder());
  }

  private static boolean precedes(Dot dot, Dot later) {
    return dot.actor().equals(later.actor()) && dot.seq() < later.seq();
  }

  FactSet notDurable() {
    return FactSet.of(facts.without(durable));
  }

  /** The outcome, if it is on W places, and nothing is known to stand beside it unread. */
  Optional<Ordered> outcome(boolean replayed) {
    if (!order.isWhole()) {
      return Optional.empty();
    }
    FactSet tellable = tellable();
    Order told = order(tellable);
    return told.hasOutcome() && told.placed().isPresent()
        ? Optional.of(new Ordered(tellable, replicas, replayed))
        : Optional.empty();
  }

  /** That the order stands, if what is on W places says so, and says that it goes on. */
  Optional<Ordered> processing(String fingerprint) {
    if (!order.isWhole()) {
      return Optional.empty();
    }
    FactSet tellable = tellable();
    Order told = order(tellable.union(takenBack()));
    return told.status() == OrderStatus.PROCESSING
            && told.placed().filter(p -> p.fingerprint().equals(fingerprint)).isPresent()
        ? Optional.of(new Ordered(tellable, replicas, false))
        : Optional.empty();
  }

  /** Of facts that are known here, and so decoded already. */
  private Order order(FactSet some) {
    return Order.of(id, some.dots().stream().map(recorded::get).toList());
  }

  /** What is taken back does not stand, on however few places that word is yet. */
  private FactSet takenBack() {
    Set<Dot> dots = new HashSet<>();
    for (Recorded r : order.recorded()) {
      if (r.fact() instanceof OrderFact.NotSent || r.fact() instanceof OrderFact.Withdrawn) {
        dots.add(r.dot());
      }
    }
    return FactSet.of(facts.stream().filter(f -> dots.contains(f.dot())).toList());
  }

  /**
   * What may be told: on W places; and nothing of the outcome, unless all of it is there, by
   * whichever node.
   */
  private FactSet tellable() {
    Set<OrderFact> outcomes = new HashSet<>();
    Set<OrderFact> durableOutcomes = new HashSet<>();
    Set<Dot> dots = new HashSet<>();
    for (Recorded r : order.recorded()) {
      if (isOutcome(r.fact())) {
        outcomes.add(r.fact());
        dots.add(r.dot());
        if (durable.contains(r.dot())) {
          durableOutcomes.add(r.fact());
        }
      }
    }
    boolean outcomeToo = durableOutcomes.containsAll(outcomes);
    return FactSet.of(
        facts.stream()
            .filter(f -> durable.contains(f.dot()))
            .filter(f -> outcomeToo || !dots.contains(f.dot()))
            .toList());
  }

  private static boolean isOutcome(OrderFact fact) {
    return fact instanceof OrderFact.Approved || fact instanceof OrderFact.Declined;
  }
}
