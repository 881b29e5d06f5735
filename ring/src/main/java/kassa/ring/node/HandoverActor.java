package kassa.ring.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import kassa.ring.Fact;
import kassa.ring.NodeId;
import kassa.ring.antientropy.Handover;
import kassa.ring.antientropy.Handover.Effect;
import kassa.ring.antientropy.Inheritance;
import kassa.ring.antientropy.Inheritance.Page;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.HandoverProgress;
import kassa.ring.placement.Era;
import kassa.ring.placement.Placement;
import kassa.ring.roster.Eras;
import kassa.ring.store.LocalStore;
import kassa.ring.wire.RingMessage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Enters in the outbox what others own now and lack: what is owed to nodes that are owners no more,
 * and what this node holds as an owner of before. From there it goes the way of all hints. A page
 * at a time, each durable before the next. It reads the disk: it needs a thread to block.
 */
final class HandoverActor extends AbstractBehavior<HandoverActor.Command> {
  private static final Duration TICK = Duration.ofMillis(25);

  sealed interface Command {}

  /**
   * @param owned what this node owned before, as far as it remembers; of it nothing was handed over
   */
  record HandOver(Eras eras, Placement now, List<Placement> owned) implements Command {}

  /** These have all that they should by that era. */
  record CaughtUp(Era era, Set<NodeId> nodes) implements Command {}

  /** An answer, perhaps to another. */
  record Received(NodeId from, Era era, RingMessage message) implements Command {}

  private record Inherited() implements Command {}

  private record Entered(Effect.Owe owed) implements Command {}

  private record Tick() implements Command {}

  private final Inheritance inheritance;
  private final Handover machine;
  private final LocalStore store;
  private final RingClock clock;
  private final Network network;
  private final DurableFile done;
  private final HandoverProgress progress;
  private final Consumer<Era> handedOver;
  private final ActorRef<Command> me;

  /** Which is under way. */
  private Optional<Era> era = Optional.empty();

  /**
   * @param done which era was last handed over to
   * @param progress told how far it is
   * @param handedOver told when all of it is in the outbox
   */
  HandoverActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Inheritance inheritance,
      Handover machine,
      LocalStore store,
      RingClock clock,
      Network network,
      DurableFile done,
      HandoverProgress progress,
      Consumer<Era> handedOver) {
    super(context);
    this.inheritance = inheritance;
    this.machine = machine;
    this.store = store;
    this.clock = clock;
    this.network = network;
    this.done = done;
    this.progress = progress;
    this.handedOver = handedOver;
    this.me = context.getSelf();
    timers.startTimerWithFixedDelay(new Tick(), TICK);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(HandOver.class, this::onHandOver)
        .onMessage(CaughtUp.class, this::onCaughtUp)
        .onMessage(Received.class, this::onReceived)
        .onMessage(Inherited.class, i -> inherit(inheritance.settled()))
        .onMessage(Entered.class, e -> perform(machine.entered(e.owed())))
        .onMessage(Tick.class, tick -> perform(machine.tick(clock.millis(), MonotonicClock.now())))
        .build();
  }

  private Behavior<Command> onHandOver(HandOver over) {
    Era now = over.now().era();
    era = Optional.of(now);
    machine.begin(over.now(), over.owned(), over.eras().caughtUp(), isDone(now));
    progress.begin(now, machine.left());
    return inherit(inheritance.begin(over.now(), over.eras().roster().seats().keySet()));
  }

  private Behavior<Command> onCaughtUp(CaughtUp word) {
    machine.caughtUp(word.era(), word.nodes());
    return this;
  }

  private Behavior<Command> onReceived(Received told) {
    return perform(machine.received(told.from(), told.era(), told.message(), MonotonicClock.now()));
  }

  private Behavior<Command> inherit(Optional<Page> next) {
    next.ifPresent(
        page -> {
          page.heirs().forEach(this::owe);
          store.barrier(
              () -> {
                store.settle(page.before(), page.dots());
                store.barrier(() -> me.tell(new Inherited()));
              });
        });
    return this;
  }

  private Behavior<Command> perform(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Ask ask) {
        network.send(ask.heir(), ask.question());
      } else if (effect instanceof Effect.Owe owed) {
        owed.lacking().forEach(this::owe);
        store.barrier(() -> me.tell(new Entered(owed)));
      }
    }
    long now = MonotonicClock.now();
    progress.left(machine.left(), now);
    if (inheritance.isOver() && machine.isOver()) {
      era.ifPresent(this::finish);
      era = Optional.empty();
    }
    return this;
  }

  private void owe(Destination heir, List<Fact> facts) {
    store.owe(heir, facts, clock.millis(), () -> {});
    progress.entered(facts.size(), MonotonicClock.now());
  }

  private boolean isDone(Era era) {
    try {
      return done.read().filter(era.toString()::equals).isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what was handed over", e);
    }
  }

  private void finish(Era era) {
    try {
      if (!isDone(era)) {
        done.write(era.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remember what was handed over", e);
    }
    progress.over(era);
    handedOver.accept(era);
  }
}
