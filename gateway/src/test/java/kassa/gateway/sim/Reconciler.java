package kassa.gateway.sim;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kassa.gateway.card.AuthorizationResult;
import kassa.gateway.card.DeclineCode;
import kassa.gateway.checkout.Pace;
import kassa.gateway.checkout.Reconciliation;
import kassa.gateway.checkout.Reconciliation.Asked;
import kassa.gateway.checkout.Reconciliation.Plan;
import kassa.gateway.checkout.Reconciliation.Question;
import kassa.gateway.codec.OrderFactCodec;
import kassa.gateway.order.Order;
import kassa.gateway.order.OrderFact;
import kassa.gateway.order.OrderId;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.ReadOutcome;
import kassa.ring.sim.SimRing;

/** The shell of reconciliation on one node: walks the agenda of its disk. */
final class Reconciler {
  private static final Pace PACE =
      new Pace(
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(10));

  private final Checkouts checkouts;
  private final SimRing ring;
  private final Reconciliation reconciliation;
  private final Map<Key, Asked> asked = new HashMap<>();
  private final Set<Key> busy = new HashSet<>();

  Reconciler(Checkouts checkouts, SimRing ring) {
    this.checkouts = checkouts;
    this.ring = ring;
    this.reconciliation = new Reconciliation(checkouts.policy, PACE);
  }

  void round() {
    for (Key key : ring.open()) {
      if (!busy.contains(key)) {
        follow(key, plan(key, ring.local(key)));
      }
    }
    ring.later(500, this::round);
  }

  private Plan plan(Key key, FactSet facts) {
    Order order = OrderFactCodec.order(new OrderId(key.value()), facts);
    return reconciliation.plan(
        order, rank(key), asked.getOrDefault(key, Asked.NEVER), checkouts.now());
  }

  private int rank(Key key) {
    int before = 0;
    for (NodeId owner : ring.preference(key).owners()) {
      if (owner.equals(ring.self())) {
        break;
      }
      before += ring.reachable(owner) ? 1 : 0;
    }
    return before;
  }

  private void follow(Key key, Plan plan) {
    if (plan instanceof Plan.Read) {
      busy.add(key);
      ring.read(key, 1_000, outcome -> ring.whenAwake(() -> read(key, outcome)));
    } else if (plan instanceof Plan.Inquire inquire) {
      busy.add(key);
      asked.merge(key, Asked.NEVER.again(checkouts.now()), (a, b) -> a.again(b.last()));
      ask(key, inquire.questions());
    }
  }

  private void read(Key key, ReadOutcome outcome) {
    busy.remove(key);
    if (outcome instanceof ReadOutcome.Found found) {
      Plan plan = plan(key, found.facts().union(ring.local(key)));
      if (plan instanceof Plan.Inquire) {
        follow(key, plan);
      }
    }
  }

  /** One after the other, so that the order is busy until the last is answered. */
  private void ask(Key key, List<Question> questions) {
    if (questions.isEmpty()) {
      busy.remove(key);
      return;
    }
    Question question = questions.get(0);
    checkouts.acquirer.inquire(
        question.authorization(),
        checkouts.now().plusSeconds(1),
        ring,
        result -> {
          heard(key, question, result);
          ask(key, questions.subList(1, questions.size()));
        });
  }

  private void heard(Key key, Question question, AuthorizationResult result) {
    if (result instanceof AuthorizationResult.NotFound) {
      checkouts.world.reach(Sometimes.NOT_FOUND);
      if (checkouts.mutant == Mutant.RECONCILIATION_AUTHORIZES) {
        checkouts.ledger.leaves(ring.self(), 0, key, question.authorization());
        checkouts.acquirer.authorize(
            question.authorization(), checkouts.now().plusSeconds(1), ring, r -> {});
      }
    }
    AuthorizationResult taken =
        result instanceof AuthorizationResult.NotFound
                && checkouts.mutant == Mutant.NOT_FOUND_IS_A_DECLINE
            ? new AuthorizationResult.Declined(DeclineCode.GENERIC_DECLINE)
            : result;
    Optional<OrderFact> learned = Reconciliation.learned(question, taken);
    learned.ifPresent(
        fact -> {
          if (fact instanceof OrderFact.Approved) {
            checkouts.world.reach(Sometimes.ADOPTED_BY_RECONCILIATION);
          }
          ring.append(key, OrderFactCodec.encode(List.of(fact)), 1_000, outcome -> {});
        });
  }
}
