package kassa.gateway.node;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import kassa.gateway.card.CardProcessor;
import kassa.gateway.checkout.Reconciliation;
import kassa.gateway.checkout.Reconciliation.Asked;
import kassa.gateway.checkout.Reconciliation.Plan;
import kassa.gateway.checkout.Reconciliation.Question;
import kassa.gateway.codec.OrderFactCodec;
import kassa.gateway.order.OrderFact;
import kassa.gateway.order.OrderId;
import kassa.ring.Bound;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.ReadOutcome;
import kassa.ring.Ring;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;

/**
 * Looks after orders whose outcome nobody waits for any more. It reads the disk: it needs a thread
 * to block.
 */
final class ReconciliationActor extends AbstractBehavior<ReconciliationActor.Command> {
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Orders worked on at once: the acquirer has customers to answer meanwhile. */
  private static final int MOST = 64;

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  sealed interface Command {}

  private record Look() implements Command {}

  private record Done(Key key) implements Command {}

  private final Reconciliation reconciliation;
  private final Ring ring;
  private final Clock clock;
  private final Supplier<List<Key>> open;
  private final CardProcessor cards;
  private final Logger log;
  private final Map<Key, Asked> asked = new HashMap<>();
  private final Map<Key, Instant> notBefore = new HashMap<>();
  private final Set<Key> atWork = new HashSet<>();

  /**
   * @param open the orders on this node's disk that have something left to do
   */
  ReconciliationActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Reconciliation reconciliation,
      Ring ring,
      Clock clock,
      Supplier<List<Key>> open,
      CardProcessor cards) {
    super(context);
    this.reconciliation = reconciliation;
    this.ring = ring;
    this.clock = clock;
    this.open = open;
    this.cards = cards;
    this.log = context.getLog();
    timers.startTimerWithFixedDelay(new Look(), LOOK);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Look.class, look -> look())
        .onMessage(Done.class, this::onDone)
        .build();
  }

  static Bound bound() {
    return Bound.of("reconciliation.orders", MOST, "orders at once", "looked at again in a second");
  }

  private Behavior<Command> look() {
    Instant now = clock.instant();
    List<Key> keys = open.get();
    asked.keySet().retainAll(Set.copyOf(keys));
    notBefore.keySet().retainAll(Set.copyOf(keys));
    for (Key key : keys) {
      boolean due = !now.isBefore(notBefore.getOrDefault(key, Instant.MIN));
      if (due && atWork.size() < MOST && !atWork.contains(key)) {
        take(key, now);
      }
    }
    return this;
  }

  private void take(Key key, Instant now) {
    Plan plan =
        reconciliation.plan(
            OrderFactCodec.order(new OrderId(key.value()), ring.local(key)),
            rank(key),
            asked.getOrDefault(key, Asked.NEVER),
            now);
    if (plan instanceof Plan.WaitUntil wait) {
      notBefore.put(key, wait.at());
    } else if (plan instanceof Plan.Read) {
      notBefore.put(key, now.plus(TIMEOUT));
      work(key, ring.read(key, TIMEOUT).thenCompose(found -> keep(key, found)));
    } else if (plan instanceof Plan.Inquire inquire && cards.connected()) {
      asked.merge(key, Asked.NEVER.again(now), (before, first) -> before.again(now));
      work(key, inquire(key, inquire.questions(), now));
    }
  }

  /** How many reachable owners come before this node. */
  private int rank(Key key) {
    List<NodeId> before = ring.preference(key).inOrder();
    return (int)
        before.stream().takeWhile(n -> !n.equals(ring.self())).filter(ring::reachable).count();
  }

  private CompletionStage<?> keep(Key key, ReadOutcome outcome) {
    return outcome instanceof ReadOutcome.Found found
        ? ring.ensure(key, found.facts(), TIMEOUT)
        : CompletableFuture.completedFuture(outcome);
  }

  private CompletionStage<?> inquire(Key key, List<Question> questions, Instant now) {
    CompletionStage<?> all = CompletableFuture.completedFuture(key);
    for (Question question : questions) {
      all =
          all.thenCompose(before -> cards.inquire(question.authorization(), now.plus(TIMEOUT)))
              .thenCompose(result -> adopt(key, Reconciliation.learned(question, result)));
    }
    return all;
  }

  private CompletionStage<?> adopt(Key key, Optional<OrderFact> learned) {
    if (learned.isEmpty()) {
      return CompletableFuture.completedFuture(key);
    }
    log.info("{}: the acquirer says {}", key, learned.get().kind());
    return ring.append(key, List.of(OrderFactCodec.encode(learned.get())), TIMEOUT);
  }

  private void work(Key key, CompletionStage<?> work) {
    atWork.add(key);
    getContext()
        .pipeToSelf(
            work,
            (done, failure) -> {
              Never.failed(done, failure);
              return new Done(key);
            });
  }

  private Behavior<Command> onDone(Done done) {
    atWork.remove(done.key());
    return this;
  }
}
