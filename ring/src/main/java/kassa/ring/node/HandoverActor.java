package kassa.ring.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.antientropy.Handover;
import kassa.ring.antientropy.Handover.Effect;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.HandoverProgress;
import kassa.ring.outbox.Heirs;
import kassa.ring.outbox.OutboxEntry;
import kassa.ring.placement.Era;
import kassa.ring.placement.Placement;
import kassa.ring.roster.Eras;
import kassa.ring.store.LocalStore;
import kassa.ring.wire.RingMessage.DigestTell;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Enters in the outbox what others own now and lack: what is owed to nodes that are owners no more,
 * and what this node holds as an owner of before. From there it goes the way of all hints. A page
 * at a time, each durable before the next. It reads the disk: it needs a thread to block.
 */
final class HandoverActor extends AbstractBehavior<HandoverActor.Command> {
  private static final Duration TICK = Duration.ofMillis(25);

  /** Entries that are inherited at once: appends wait for the commit. */
  private static final int PAGE = 100;

  sealed interface Command {}

  /**
   * @param owned what this node owned before, as far as it remembers; of it nothing was handed over
   */
  record HandOver(Eras eras, Placement now, List<Placement> owned) implements Command {}

  /** These have all that they should by that era. */
  record CaughtUp(Era era, Set<NodeId> nodes) implements Command {}

  record Received(NodeId from, Era era, DigestTell tell) implements Command {}

  private record Inherit(Inheritance of) implements Command {}

  private record Entered(Effect.Owe owed) implements Command {}

  private record Tick() implements Command {}

  private final NodeId self;
  private final Handover machine;
  private final LocalStore store;
  private final RingClock clock;
  private final Network network;
  private final DurableFile done;
  private final HandoverProgress progress;
  private final Consumer<Era> handedOver;
  private final ActorRef<Command> me;
  private @Nullable Inheritance inheritance;

  /** What is owed to others, gone through for one era. */
  private static final class Inheritance {
    final Placement now;
    final Iterator<Destination> owing;
    Optional<Destination> destination = Optional.empty();
    boolean isOver;

    Inheritance(Placement now, Iterator<Destination> owing) {
      this.now = now;
      this.owing = owing;
    }
  }

  /**
   * @param done which era was last handed over to
   * @param progress told how far it is
   * @param handedOver told when all of it is in the outbox
   */
  HandoverActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      NodeId self,
      Handover machine,
      LocalStore store,
      RingClock clock,
      Network network,
      DurableFile done,
      HandoverProgress progress,
      Consumer<Era> handedOver) {
    super(context);
    this.self = self;
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
        .onMessage(Received.class, r -> perform(machine.received(r.from(), r.era(), r.tell())))
        .onMessage(Inherit.class, this::onInherit)
        .onMessage(Entered.class, e -> perform(machine.entered(e.owed())))
        .onMessage(Tick.class, tick -> perform(machine.tick(clock.millis(), MonotonicClock.now())))
        .build();
  }

  private Behavior<Command> onHandOver(HandOver over) {
    Era era = over.now().era();
    Iterator<Destination> owing =
        over.eras().roster().seats().keySet().stream()
            .filter(node -> !node.equals(self))
            .map(Destination::peer)
            .toList()
            .iterator();
    inheritance = new Inheritance(over.now(), owing);
    machine.begin(over.now(), over.owned(), over.eras().caughtUp(), isDone(era));
    progress.begin(era, machine.left());
    return inherit(inheritance);
  }

  private Behavior<Command> onCaughtUp(CaughtUp word) {
    machine.caughtUp(word.era(), word.nodes());
    return this;
  }

  /** Of an era before the present one nothing is gone on with. */
  private Behavior<Command> onInherit(Inherit on) {
    return on.of() == inheritance ? inherit(on.of()) : this;
  }

  private Behavior<Command> inherit(Inheritance its) {
    while (its.destination.isPresent() || its.owing.hasNext()) {
      Destination owed = its.destination.orElseGet(its.owing::next);
      List<OutboxEntry> entries =
          store.outbox(owed, e -> Heirs.mustInherit(owed, e.key(), its.now), PAGE);
      its.destination = entries.isEmpty() ? Optional.empty() : Optional.of(owed);
      if (!entries.isEmpty()) {
        inherit(its, owed, entries);
        return this;
      }
    }
    its.isOver = true;
    return this;
  }

  private void inherit(Inheritance its, Destination owed, List<OutboxEntry> entries) {
    Map<Key, Set<Dot>> dots =
        entries.stream()
            .collect(
                Collectors.groupingBy(
                    OutboxEntry::key, Collectors.mapping(OutboxEntry::dot, Collectors.toSet())));
    dots.forEach(
        (key, of) -> {
          List<Fact> facts = store.read(key).stream().filter(f -> of.contains(f.dot())).toList();
          Heirs.of(key, its.now, self).forEach(heir -> owe(heir, facts));
        });
    Set<Dot> all = entries.stream().map(OutboxEntry::dot).collect(Collectors.toSet());
    store.barrier(
        () -> {
          store.settle(owed, all);
          store.barrier(() -> me.tell(new Inherit(its)));
        });
  }

  private Behavior<Command> perform(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Ask ask) {
        network.send(ask.heir(), ask.question());
      } else if (effect instanceof Effect.Owe owed) {
        owed.lacking().forEach((heir, facts) -> owe(Destination.peer(heir), facts));
        store.barrier(() -> me.tell(new Entered(owed)));
      }
    }
    long now = MonotonicClock.now();
    progress.left(machine.left(), now);
    if (inheritance != null && inheritance.isOver && machine.isOver()) {
      finish(inheritance.now.era());
      inheritance = null;
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
