package kassa.ring.node;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import kassa.ring.NodeId;
import kassa.ring.antientropy.AntiEntropy;
import kassa.ring.antientropy.Fetched;
import kassa.ring.antientropy.SyncCounts;
import kassa.ring.antientropy.SyncEffect;
import kassa.ring.antientropy.SyncResponder;
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

  record Received(NodeId from, RingMessage message) implements Command {}

  private record Stored(Fetched fetched) implements Command {}

  private record Tick() implements Command {}

  private final AntiEntropy machine;
  private final SyncResponder responder;
  private final Replica replica;
  private final LocalStore store;
  private final RingClock clock;
  private final Network network;
  private final Consumer<SyncCounts> report;

  /**
   * @param report gets what was done so far, again and again
   */
  AntiEntropyActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      AntiEntropy machine,
      Replica replica,
      LocalStore store,
      RingClock clock,
      Network network,
      Consumer<SyncCounts> report) {
    super(context);
    this.machine = machine;
    this.responder = new SyncResponder(store, store.register()::isComplete);
    this.replica = replica;
    this.store = store;
    this.clock = clock;
    this.network = network;
    this.report = report;
    timers.startTimerWithFixedDelay(new Tick(), TICK);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Tick.class, tick -> perform(machine.tick(clock.millis(), now())))
        .onMessage(Received.class, this::onReceived)
        .onMessage(Stored.class, s -> perform(machine.stored(s.fetched(), now())))
        .build();
  }

  private Behavior<Command> onReceived(Received received) {
    responder.answer(received.message()).ifPresent(answer -> network.send(received.from(), answer));
    return perform(machine.received(received.from(), received.message(), now()));
  }

  private Behavior<Command> perform(List<SyncEffect> effects) {
    for (SyncEffect effect : effects) {
      if (effect instanceof SyncEffect.Send send) {
        network.send(send.to(), send.message());
      } else if (effect instanceof SyncEffect.Store keep) {
        keep(keep.fetched());
      } else if (effect instanceof SyncEffect.Complete complete) {
        store.register().complete(complete.partition());
        if (store.register().countComplete() == machine.owned()) {
          getContext().getLog().info("all {} partitions are complete again", machine.owned());
        }
      }
    }
    report.accept(machine.counts());
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
