package kassa.ring.node;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.NodeId;
import kassa.ring.outbox.Carrier;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.DrainRate;
import kassa.ring.outbox.Handoff;
import kassa.ring.outbox.HandoffSettings;
import kassa.ring.store.LocalStore;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** Empties the outbox towards one destination. It reads the disk: it needs a thread to block. */
final class HandoffActor extends AbstractBehavior<HandoffActor.Command> {
  private static final Duration TICK = Duration.ofMillis(50);

  sealed interface Command {}

  /** The destination has the batch. */
  record Delivered(long batch) implements Command {}

  /**
   * The destination does not have all of the batch, or may not.
   *
   * @param stored what of it is there for good all the same
   */
  record Failed(long batch, Set<Dot> stored) implements Command {}

  private record Tick() implements Command {}

  private final NodeId self;
  private final Destination destination;
  private final Handoff handoff;
  private final HandoffSettings settings;
  private final RingClock clock;
  private final LocalStore store;
  private final Carrier carrier;
  private final DrainRate rate;
  private boolean wasReachable;

  HandoffActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      NodeId self,
      Destination destination,
      Handoff handoff,
      HandoffSettings settings,
      RingClock clock,
      LocalStore store,
      DrainRate rate,
      Function<ActorContext<Command>, Carrier> carrier) {
    super(context);
    this.self = self;
    this.destination = destination;
    this.handoff = handoff;
    this.settings = settings;
    this.clock = clock;
    this.store = store;
    this.rate = rate;
    this.carrier = carrier.apply(context);
    timers.startTimerWithFixedDelay(new Tick(), TICK);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Tick.class, tick -> work())
        .onMessage(Delivered.class, this::onDelivered)
        .onMessage(Failed.class, this::onFailed)
        .build();
  }

  private Behavior<Command> onDelivered(Delivered delivered) {
    settle(handoff.delivered(delivered.batch(), MonotonicClock.now()));
    return work();
  }

  private Behavior<Command> onFailed(Failed failed) {
    settle(handoff.failed(failed.batch(), failed.stored(), MonotonicClock.now()));
    return this;
  }

  private void settle(Set<Dot> done) {
    if (!done.isEmpty()) {
      store.settle(destination, done);
      rate.done(done.size(), MonotonicClock.now());
    }
  }

  private Behavior<Command> work() {
    boolean reachable = carrier.reachable();
    if (reachable && !wasReachable) {
      handoff.hurry();
    }
    wasReachable = reachable;
    if (handoff.wantsBatch(reachable, MonotonicClock.now())) {
      long wall = clock.millis();
      List<Fact> facts =
          store.owed(
              destination,
              self,
              wall - settings.grace(),
              wall - settings.foreignGrace(),
              settings.maxFacts(),
              settings.maxBytes());
      handoff.loaded(facts, MonotonicClock.now()).ifPresent(batch -> carrier.carry(batch, facts));
    }
    return this;
  }
}
