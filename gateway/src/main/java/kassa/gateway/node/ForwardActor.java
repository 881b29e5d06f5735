package kassa.gateway.node;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import kassa.gateway.checkout.Budget;
import kassa.gateway.checkout.Checkout;
import kassa.gateway.checkout.CheckoutAnswer;
import kassa.gateway.checkout.CheckoutTurns;
import kassa.gateway.checkout.Forward;
import kassa.gateway.checkout.ForwardEffect;
import kassa.gateway.wire.CheckoutParcel;
import kassa.ring.Bound;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.Ring;
import kassa.ring.replication.HedgeBudget;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Checkouts that this node accepted, on their way to a home and back; as many as are admitted at
 * the door.
 */
final class ForwardActor extends AbstractBehavior<ForwardActor.Command> {
  /** How long a home may be silent; see {@link Forward}. */
  static final Duration HEDGE = Duration.ofMillis(200);

  private static final Duration TICK = Duration.ofMillis(10);
  private static final int BURST = 50;

  sealed interface Command {}

  record Accepted(Checkout checkout, CompletableFuture<CheckoutAnswer> answer) implements Command {}

  record Received(NodeId from, long forward) implements Command {}

  record Answered(NodeId from, long forward, CheckoutAnswer answer) implements Command {}

  private record Tick() implements Command {}

  private record Running(
      Forward forward, Checkout checkout, CompletableFuture<CheckoutAnswer> answer) {}

  private final Ring ring;
  private final Clock clock;
  private final Postman postman;
  private final CheckoutTurns turns;
  private final HedgeBudget hedges = new HedgeBudget(BURST);
  private final Consumer<Bound> bound;
  private final Map<Long, Running> running = new HashMap<>();
  private Set<NodeId> reachable = Set.of();
  private long lastForward;

  /**
   * @param turns told of every tick
   * @param bound told what is left of the hedges, at every tick
   * @param firstForward where this life counts from; random, so that an answer to an earlier life's
   *     forward is not taken for one of this life
   */
  ForwardActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Ring ring,
      Clock clock,
      Postman postman,
      CheckoutTurns turns,
      Consumer<Bound> bound,
      long firstForward) {
    super(context);
    this.ring = ring;
    this.clock = clock;
    this.postman = postman;
    this.turns = turns;
    this.bound = bound;
    this.lastForward = firstForward;
    timers.startTimerWithFixedDelay(new Tick(), TICK);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Accepted.class, this::onAccepted)
        .onMessage(Received.class, this::onReceived)
        .onMessage(Answered.class, this::onAnswered)
        .onMessage(Tick.class, tick -> onTick())
        .build();
  }

  private Behavior<Command> onAccepted(Accepted accepted) {
    Checkout checkout = accepted.checkout();
    List<NodeId> homes = ring.homes(new Key(checkout.order().value()));
    Forward forward =
        new Forward(checkout.deadline(), Budget.DEFAULT, homes, HEDGE, hedges, ring::reachable);
    long number = ++lastForward;
    running.put(number, new Running(forward, checkout, accepted.answer()));
    Instant now = now();
    return perform(number, forward.start(turns.mayBeLate(now), now));
  }

  private Behavior<Command> onReceived(Received received) {
    Running one = running.get(received.forward());
    return one == null
        ? this
        : perform(received.forward(), one.forward().received(received.from(), now()));
  }

  private Behavior<Command> onAnswered(Answered answered) {
    Running one = running.get(answered.forward());
    return one == null
        ? this
        : perform(
            answered.forward(), one.forward().answered(answered.from(), answered.answer(), now()));
  }

  private Behavior<Command> onTick() {
    Instant now = now();
    if (!turns.taken(now)) {
      return this;
    }
    bound.accept(hedges.bound("checkouts.hedges"));
    Set<NodeId> lost = lost();
    for (Map.Entry<Long, Running> one : List.copyOf(running.entrySet())) {
      Forward forward = one.getValue().forward();
      lost.forEach(node -> perform(one.getKey(), forward.unreachable(node, now)));
      perform(one.getKey(), forward.tick(now));
    }
    return this;
  }

  /** Who could be reached at the last tick, and cannot now. */
  private Set<NodeId> lost() {
    Set<NodeId> lost = new HashSet<>(reachable);
    reachable = new HashSet<>(ring.nodes());
    reachable.removeIf(node -> !ring.reachable(node));
    lost.removeAll(reachable);
    return lost;
  }

  private Behavior<Command> perform(long number, List<ForwardEffect> effects) {
    for (ForwardEffect effect : effects) {
      Running one = running.get(number);
      if (one == null) {
        return this;
      }
      if (effect instanceof ForwardEffect.HandTo hand) {
        postman.post(hand.node(), new CheckoutParcel.Hand(number, one.checkout()));
      } else if (effect instanceof ForwardEffect.Reply reply) {
        running.remove(number);
        one.answer().complete(reply.answer());
      }
    }
    return this;
  }

  private Instant now() {
    return clock.instant();
  }
}
