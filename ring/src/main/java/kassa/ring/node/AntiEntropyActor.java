package kassa.ring.node;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import kassa.ring.Dot;
import kassa.ring.NodeId;
import kassa.ring.antientropy.AntiEntropy;
import kassa.ring.antientropy.Fetched;
import kassa.ring.antientropy.SyncEffect;
import kassa.ring.antientropy.SyncResponder;
import kassa.ring.outbox.Destination;
import kassa.ring.placement.Era;
import kassa.ring.placement.Partition;
import kassa.ring.replication.Replica;
import kassa.ring.store.LocalStore;
import kassa.ring.wire.RingMessage;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Compares partitions with other owners, and answers when they compare. It reads the disk: it needs
 * a thread to block.
 */
final class AntiEntropyActor extends AbstractBehavior<AntiEntropyActor.Command> {
  private static final Duration TICK = Duration.ofMillis(25);

  sealed interface Command {}

  record Received(NodeId from, Era era, RingMessage message) implements Command {}

  /** Need not be brought to the archive any more. May come right behind the facts themselves. */
  record Archived(Set<Dot> dots) implements Command {}

  /**
   * Others own keys from now on; in that era the sessions begin anew.
   *
   * @param adopted run once this node counts itself complete by the new era alone
   */
  record Adopt(AntiEntropy machine, Replica replica, Runnable adopted) implements Command {}

  /** Nothing can be acknowledged any more by an era before the present one. */
  record Settled() implements Command {}

  private record Stored(Fetched fetched) implements Command {}

  private record Tick() implements Command {}

  private AntiEntropy machine;
  private final SyncResponder responder;
  private Replica replica;
  private final LocalStore store;
  private final RingClock clock;
  private final Network network;
  private final Consumer<AntiEntropy> report;
  private boolean settled = true;

  /**
   * @param report may look at the machine whenever it has gone on
   */
  AntiEntropyActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      AntiEntropy machine,
      Replica replica,
      LocalStore store,
      RingClock clock,
      Network network,
      Consumer<AntiEntropy> report) {
    super(context);
    this.machine = machine;
    this.responder = new SyncResponder(store, this::isIntact, store.shelf()::owesAny);
    this.replica = replica;
    this.store = store;
    this.clock = clock;
    this.network = network;
    this.report = report;
    timers.startTimerWithFixedDelay(new Tick(), TICK);
    report.accept(machine);
  }

  private boolean isIntact(Partition partition) {
    return settled && machine.isIntact(partition);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Tick.class, tick -> perform(machine.tick(clock.millis(), now())))
        .onMessage(Received.class, this::onReceived)
        .onMessage(Archived.class, this::onArchived)
        .onMessage(Adopt.class, this::onAdopt)
        .onMessage(Settled.class, this::onSettled)
        .onMessage(Stored.class, s -> perform(machine.stored(s.fetched(), now())))
        .build();
  }

  private Behavior<Command> onReceived(Received received) {
    responder.answer(received.message()).forEach(answer -> network.send(received.from(), answer));
    return perform(machine.received(received.from(), received.era(), received.message(), now()));
  }

  private Behavior<Command> onArchived(Archived archived) {
    store.barrier(() -> store.settle(Destination.ARCHIVE, archived.dots()));
    return this;
  }

  private Behavior<Command> onAdopt(Adopt adopt) {
    settled = false;
    machine = adopt.machine();
    replica = adopt.replica();
    report.accept(machine);
    adopt.adopted().run();
    return this;
  }

  private Behavior<Command> onSettled(Settled now) {
    settled = true;
    return this;
  }

  private Behavior<Command> perform(List<SyncEffect> effects) {
    for (SyncEffect effect : effects) {
      if (effect instanceof SyncEffect.Send send) {
        network.send(send.to(), send.message());
      } else if (effect instanceof SyncEffect.Store keep) {
        keep(keep.fetched());
      } else if (effect instanceof SyncEffect.Complete complete) {
        store.register().complete(complete.partition());
        if (machine.isComplete()) {
          getContext().getLog().info("all {} partitions are complete", machine.owned());
        }
      }
    }
    report.accept(machine);
    return this;
  }

  private void keep(Fetched fetched) {
    long wall = clock.millis();
    fetched.facts().forEach(fact -> store.clock().observe(fact.time(), wall));
    // Not taken when the disk is busy: the session ends by its timeout.
    store.offer(
        replica.writes(fetched.facts(), fetched.stubs(), wall),
        priors -> getContext().getSelf().tell(new Stored(fetched)));
  }

  private static long now() {
    return MonotonicClock.now();
  }
}
