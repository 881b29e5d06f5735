package kassa.gateway.sim;

import java.time.Duration;
import java.time.Instant;
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
import kassa.gateway.order.OrderFact;
import kassa.gateway.order.OrderId;
import kassa.ring.Key;
import kassa.ring.ReadOutcome;
import kassa.ring.sim.SimRing;

/** The shell of reconciliation on one node: walks the agenda of its disk. */
final class Reconciler {
  private static final long LOOK = 500;
  private static final long TIMEOUT = 2_000;
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
  private final Map<Key, Instant> notBefore = new HashMap<>();
  private final Set<Key> atWork = new HashSet<>();

  Reconciler(Checkouts checkouts, SimRing ring) {
    this.checkouts = checkouts;
    this.ring = ring;
    this.reconciliation = new Reconciliation(checkouts.policy, PACE);
  }

  void look() {
    List<Key> keys = ring.open();
    asked.keySet().retainAll(keys);
    notBefore.keySet().retainAll(keys);
    for (Key key : keys) {
      boolean due = !ring.now().isBefore(notBefore.getOrDefault(key, Instant.MIN));
      if (due && !atWork.contains(key)) {
        take(key, ring.now());
      }
    }
    ring.later(LOOK, this::look);
  }

  private void take(Key key, Instant now) {
    Plan plan =
        reconciliation.plan(
            checkouts.orders.of(new OrderId(key.value()), ring.local(key)),
            rank(key),
            asked.getOrDefault(key, Asked.NEVER),
            now);
    if (plan instanceof Plan.WaitUntil wait) {
      notBefore.put(key, wait.at());
    } else if (plan instanceof Plan.Read) {
      checkouts.world.reach(Sometimes.READ_BY_RECONCILIATION);
      notBefore.put(key, now.plusMillis(TIMEOUT));
      atWork.add(key);
      ring.read(key, TIMEOUT, outcome -> ring.whenAwake(() -> keep(key, outcome)));
    } else if (plan instanceof Plan.Inquire inquire && checkouts.acquirer.isUp()) {
      asked.merge(key, Asked.NEVER.again(now), (before, first) -> before.again(now));
      atWork.add(key);
      ask(key, inquire.questions());
    }
  }

  /** How many reachable nodes come before this one. */
  private int rank(Key key) {
    return (int)
        ring.preference(key).inOrder().stream()
            .takeWhile(node -> !node.equals(ring.self()))
            .filter(ring::reachable)
            .count();
  }

  private void keep(Key key, ReadOutcome outcome) {
    if (outcome instanceof ReadOutcome.Found found) {
      ring.ensure(key, found.facts(), TIMEOUT, stored -> atWork.remove(key));
    } else {
      atWork.remove(key);
    }
  }

  /** One after the other, so that the order is at work until the last is answered. */
  private void ask(Key key, List<Question> questions) {
    if (questions.isEmpty()) {
      atWork.remove(key);
      return;
    }
    Question question = questions.get(0);
    checkouts.acquirer.inquire(
        message(question),
        ring,
        result -> {
          heard(key, question, result);
          ask(key, questions.subList(1, questions.size()));
        });
  }

  private SimAcquirer.Message message(Question question) {
    return new SimAcquirer.Message(question.authorization(), ring.now().plusMillis(TIMEOUT));
  }

  private void heard(Key key, Question question, AuthorizationResult result) {
    if (result instanceof AuthorizationResult.NotFound) {
      checkouts.world.reach(Sometimes.NOT_FOUND);
      if (checkouts.planted(Mutant.RECONCILIATION_AUTHORIZES)) {
        checkouts.ledger.leaves(ring, Optional.empty(), key, question.authorization());
        checkouts.acquirer.authorize(message(question), ring, r -> {});
      }
    }
    AuthorizationResult taken =
        result instanceof AuthorizationResult.NotFound
                && checkouts.planted(Mutant.NOT_FOUND_IS_A_DECLINE)
            ? new AuthorizationResult.Declined(DeclineCode.GENERIC_DECLINE)
            : result;
    Reconciliation.learned(question, taken)
        .ifPresent(
            fact -> {
              if (fact instanceof OrderFact.Approved) {
                checkouts.world.reach(Sometimes.ADOPTED_BY_RECONCILIATION);
              }
              ring.append(key, OrderFactCodec.encode(List.of(fact)), TIMEOUT, outcome -> {});
            });
  }
}
