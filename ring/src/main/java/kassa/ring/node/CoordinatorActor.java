package kassa.ring.node;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import kassa.ring.AppendOutcome;
import kassa.ring.Bound;
import kassa.ring.FactDraft;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.ReadOutcome;
import kassa.ring.archive.Archive;
import kassa.ring.placement.Era;
import kassa.ring.placement.Placement;
import kassa.ring.replication.Coordinator;
import kassa.ring.replication.Effect;
import kassa.ring.store.LocalStore;
import kassa.ring.store.Write;
import kassa.ring.wire.RingMessage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the rounds of this node. */
final class CoordinatorActor extends AbstractBehavior<CoordinatorActor.Command> {
  private static final Duration TICK = Duration.ofMillis(10);
  private static final Logger LOG = LoggerFactory.getLogger(CoordinatorActor.class);

  sealed interface Command {}

  record Append(
      Key key, List<FactDraft> drafts, Duration timeout, CompletableFuture<AppendOutcome> outcome)
      implements Command {}

  record Ensure(Key key, FactSet facts, Duration timeout, CompletableFuture<AppendOutcome> outcome)
      implements Command {}

  /**
   * @param deadline by the monotonic clock, taken when it was asked: the way through the queue
   *     counts. An append's patience counts from when it is begun, since it is begun in any case
   */
  record Read(Key key, long deadline, CompletableFuture<ReadOutcome> outcome) implements Command {}

  record Received(NodeId from, Era era, RingMessage message) implements Command {}

  /** Others own keys from now on. */
  record Adopt(Placement placement, CompletableFuture<Void> adopted) implements Command {}

  private record Committed(long round, FactSet prior) implements Command {}

  private record WrittenThrough(long round, FactSet held) implements Command {}

  private record WriteThroughFailed(long round, Throwable why) implements Command {}

  private record ArchiveRead(long round, Optional<FactSet> held) implements Command {}

  private record Tick() implements Command {}

  private final Coordinator coordinator;
  private final RingClock clock;
  private final LocalStore store;
  private final Archive archive;
  private final Network network;
  private final Consumer<List<Bound>> bounds;
  private final Map<Long, CompletableFuture<AppendOutcome>> appends = new HashMap<>();
  private final Map<Long, CompletableFuture<ReadOutcome>> reads = new HashMap<>();
  private long lastRequest;
  private boolean archiveFailed;

  /**
   * @param bounds told what its rounds use of their budgets, at every tick
   */
  CoordinatorActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Coordinator coordinator,
      RingClock clock,
      LocalStore store,
      Archive archive,
      Network network,
      Consumer<List<Bound>> bounds) {
    super(context);
    this.coordinator = coordinator;
    this.clock = clock;
    this.store = store;
    this.archive = archive;
    this.network = network;
    this.bounds = bounds;
    timers.startTimerWithFixedDelay(new Tick(), TICK);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Append.class, this::onAppend)
        .onMessage(Ensure.class, this::onEnsure)
        .onMessage(Read.class, this::onRead)
        .onMessage(Received.class, this::onReceived)
        .onMessage(Adopt.class, this::onAdopt)
        .onMessage(Committed.class, c -> perform(coordinator.committed(c.round, c.prior, now())))
        .onMessage(WrittenThrough.class, this::onWrittenThrough)
        .onMessage(WriteThroughFailed.class, this::onWriteThroughFailed)
        .onMessage(ArchiveRead.class, a -> perform(coordinator.archiveRead(a.round, a.held, now())))
        .onMessage(Tick.class, tick -> onTick())
        .build();
  }

  private Behavior<Command> onAppend(Append append) {
    appends.put(++lastRequest, append.outcome());
    RingClock.Reading time = clock.read();
    return perform(
        coordinator.append(
            lastRequest,
            append.key(),
            append.drafts(),
            time.now() + append.timeout().toMillis(),
            time.wall(),
            time.now()));
  }

  private Behavior<Command> onEnsure(Ensure ensure) {
    appends.put(++lastRequest, ensure.outcome());
    return perform(
        coordinator.ensure(
            lastRequest, ensure.key(), ensure.facts(), now() + ensure.timeout().toMillis()));
  }

  private Behavior<Command> onRead(Read read) {
    reads.put(++lastRequest, read.outcome());
    return perform(
        coordinator.read(
            lastRequest, read.key(), () -> store.read(read.key()), read.deadline(), now()));
  }

  private Behavior<Command> onReceived(Received received) {
    RingMessage message = received.message();
    if (message instanceof RingMessage.PutAck ack) {
      return perform(coordinator.received(received.from(), received.era(), ack, now()));
    }
    if (message instanceof RingMessage.GetAck ack) {
      return perform(coordinator.received(received.from(), received.era(), ack, now()));
    }
    return this;
  }

  private Behavior<Command> onAdopt(Adopt adopt) {
    perform(coordinator.adopt(adopt.placement(), now()));
    adopt.adopted().complete(null);
    return this;
  }

  private Behavior<Command> onWrittenThrough(WrittenThrough written) {
    archiveFailed = false;
    long wall = clock.millis();
    written.held().forEach(fact -> store.clock().observe(fact.time(), wall));
    return perform(coordinator.writtenThrough(written.round(), written.held(), now()));
  }

  /** One line for each time that it begins to fail: a node alone asks it at every append. */
  private Behavior<Command> onWriteThroughFailed(WriteThroughFailed failed) {
    if (!archiveFailed) {
      LOG.warn("the archive does not stand in: {}", failed.why().toString());
    }
    archiveFailed = true;
    coordinator.writeThroughFailed(failed.round(), now());
    return this;
  }

  private Behavior<Command> onTick() {
    bounds.accept(coordinator.bounds());
    return perform(coordinator.tick(now()));
  }

  private Behavior<Command> perform(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Commit commit) {
        store.write(
            new Write(commit.key(), commit.facts(), commit.owed(), clock.millis()),
            prior -> getContext().getSelf().tell(new Committed(commit.round(), prior)));
      } else if (effect instanceof Effect.Send send) {
        network.send(send.to(), send.message(), send.deadline());
      } else if (effect instanceof Effect.WriteThrough through) {
        writeThrough(through);
      } else if (effect instanceof Effect.AskArchive ask) {
        getContext()
            .pipeToSelf(
                archive.read(ask.key()),
                (held, failure) -> new ArchiveRead(ask.round(), Optional.ofNullable(held)));
      } else if (effect instanceof Effect.Settle settle) {
        store.settle(settle.destination(), settle.dots());
      } else if (effect instanceof Effect.Appended appended) {
        complete(appends.remove(appended.request()), appended.outcome());
      } else if (effect instanceof Effect.Answered answered) {
        complete(reads.remove(answered.request()), answered.outcome());
      }
    }
    return this;
  }

  private void writeThrough(Effect.WriteThrough through) {
    ActorRef<Command> self = getContext().getSelf();
    var unused =
        archive
            .writeThrough(through.key(), through.facts())
            .whenComplete(
                (held, failure) ->
                    self.tell(
                        failure == null
                            ? new WrittenThrough(through.round(), held)
                            : new WriteThroughFailed(through.round(), failure)));
  }

  private static <T> void complete(@Nullable CompletableFuture<T> waiting, T outcome) {
    if (waiting != null) {
      waiting.complete(outcome);
    }
  }

  private static long now() {
    return MonotonicClock.now();
  }
}
