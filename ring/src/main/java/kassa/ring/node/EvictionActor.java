package kassa.ring.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.archive.Archive;
import kassa.ring.eviction.Eviction;
import kassa.ring.eviction.EvictionCounts;
import kassa.ring.eviction.EvictionEffect;
import kassa.ring.outbox.Destination;
import kassa.ring.store.LocalStore;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** Lets facts leave the disk for the archive. It reads the disk: it needs a thread to block. */
final class EvictionActor extends AbstractBehavior<EvictionActor.Command> {
  private static final Duration TICK = Duration.ofMillis(50);

  sealed interface Command {}

  private record ArchiveRead(Key key, Optional<FactSet> held) implements Command {}

  private record Evicted(int keys) implements Command {}

  private record Tick() implements Command {}

  private final Eviction machine;
  private final LocalStore store;
  private final Archive archive;
  private final RingClock clock;
  private final IntSupplier nodes;
  private final Consumer<EvictionCounts> report;
  private final ActorRef<Command> self;

  /**
   * @param nodes of the ring; a majority has to agree about the time
   * @param report gets what was done so far, again and again
   */
  EvictionActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Eviction machine,
      LocalStore store,
      Archive archive,
      RingClock clock,
      IntSupplier nodes,
      Consumer<EvictionCounts> report) {
    super(context);
    this.machine = machine;
    this.store = store;
    this.archive = archive;
    this.clock = clock;
    this.nodes = nodes;
    this.report = report;
    this.self = context.getSelf();
    timers.startTimerWithFixedDelay(new Tick(), TICK);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Tick.class, tick -> onTick())
        .onMessage(ArchiveRead.class, this::onArchiveRead)
        .onMessage(Evicted.class, this::onEvicted)
        .build();
  }

  private Behavior<Command> onTick() {
    boolean may = archive.reachable() && clock.isConfirmed(nodes.getAsInt());
    return perform(machine.tick(may, clock.millis(), now()));
  }

  private Behavior<Command> onArchiveRead(ArchiveRead read) {
    return perform(machine.archiveRead(read.key(), read.held(), clock.millis(), now()));
  }

  private Behavior<Command> onEvicted(Evicted evicted) {
    machine.evicted(evicted.keys(), now());
    return this;
  }

  private Behavior<Command> perform(List<EvictionEffect> effects) {
    for (EvictionEffect effect : effects) {
      if (effect instanceof EvictionEffect.ReadBack back) {
        readBack(back.key());
      } else if (effect instanceof EvictionEffect.Evict evict) {
        store.evict(
            evict.seen(),
            evict.restingBefore(),
            clock.millis(),
            keys -> self.tell(new Evicted(keys)));
      } else if (effect instanceof EvictionEffect.Rest rest) {
        store.rest(rest.seen(), clock.millis(), EvictionActor::nobodyWaits);
      } else if (effect instanceof EvictionEffect.Forget forget) {
        store.forget(forget.keys(), forget.madeBefore(), EvictionActor::nobodyWaits);
      } else if (effect instanceof EvictionEffect.Owe owe) {
        getContext()
            .getLog()
            .warn("the archive lacks {} that rested there: it gets them again", owe.facts());
        store.owe(Destination.ARCHIVE, owe.facts(), clock.millis(), EvictionActor::nobodyWaits);
      }
    }
    report.accept(machine.counts());
    return this;
  }

  private void readBack(Key key) {
    getContext()
        .pipeToSelf(
            archive.read(key), (held, failure) -> new ArchiveRead(key, Optional.ofNullable(held)));
  }

  private static void nobodyWaits() {}

  private static long now() {
    return MonotonicClock.now();
  }
}
