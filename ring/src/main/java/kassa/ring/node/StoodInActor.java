package kassa.ring.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.archive.Archive;
import kassa.ring.archive.StoodIn;
import kassa.ring.archive.StoodInSweep;
import kassa.ring.store.LocalStore;
import kassa.ring.store.Write;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings here what the archive stood in for. It reads the disk: it needs a thread to block. */
final class StoodInActor extends AbstractBehavior<StoodInActor.Command> {
  private static final Duration TICK = Duration.ofMillis(500);
  private static final Logger LOG = LoggerFactory.getLogger(StoodInActor.class);

  sealed interface Command {}

  private record Tick() implements Command {}

  private record Looked(List<StoodIn> page) implements Command {}

  private record LookFailed(Throwable why) implements Command {}

  /** What the archive holds of the keys that were to be fetched, as far as it said so. */
  private record Read(List<FactSet> found) implements Command {}

  private record Stored(int keys) implements Command {}

  private final StoodInSweep sweep;
  private final Archive archive;
  private final LocalStore store;
  private final RingClock clock;
  private final ActorRef<Command> self;

  StoodInActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      StoodInSweep sweep,
      Archive archive,
      LocalStore store,
      RingClock clock) {
    super(context);
    this.sweep = sweep;
    this.archive = archive;
    this.store = store;
    this.clock = clock;
    this.self = context.getSelf();
    timers.startTimerWithFixedDelay(new Tick(), TICK);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Tick.class, tick -> goOn())
        .onMessage(Looked.class, this::onLooked)
        .onMessage(LookFailed.class, this::onLookFailed)
        .onMessage(Read.class, this::onRead)
        .onMessage(Stored.class, this::onStored)
        .build();
  }

  private Behavior<Command> goOn() {
    sweep.next(archive.reachable(), clock.millis(), now()).ifPresent(this::look);
    return this;
  }

  private void look(StoodInSweep.Look look) {
    var unused =
        archive
            .stoodIn(look.bucket(), look.from(), look.after(), look.limit())
            .whenComplete(
                (page, failure) ->
                    self.tell(failure == null ? new Looked(page) : new LookFailed(failure)));
  }

  private Behavior<Command> onLooked(Looked looked) {
    return fetch(sweep.looked(looked.page(), this::isHere, now()));
  }

  private boolean isHere(StoodIn entry) {
    return store.read(entry.key()).knows(entry.dot());
  }

  private Behavior<Command> onLookFailed(LookFailed failed) {
    LOG.warn("what the archive stood in for cannot be looked at: {}", failed.why().toString());
    sweep.lookFailed(now());
    return this;
  }

  private Behavior<Command> fetch(Set<Key> keys) {
    if (keys.isEmpty()) {
      return goOn();
    }
    List<CompletableFuture<FactSet>> reads =
        keys.stream().map(key -> archive.read(key).toCompletableFuture()).toList();
    var unused =
        CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new))
            .handle(
                (all, failure) -> {
                  if (failure != null) {
                    LOG.warn(
                        "what the archive stood in for cannot be read: {}", failure.toString());
                  }
                  self.tell(new Read(reads.stream().map(StoodInActor::orNothing).toList()));
                  return null;
                });
    return this;
  }

  private static FactSet orNothing(CompletableFuture<FactSet> read) {
    return read.isCompletedExceptionally() ? FactSet.EMPTY : read.join();
  }

  private Behavior<Command> onRead(Read read) {
    long wall = clock.millis();
    List<Write> writes = new ArrayList<>();
    for (FactSet facts : read.found()) {
      facts.forEach(fact -> store.clock().observe(fact.time(), wall));
      facts.stream()
          .findFirst()
          .ifPresent(any -> writes.add(new Write(any.key(), facts.inOrder(), List.of(), wall)));
    }
    boolean taken = store.offer(writes, priors -> self.tell(new Stored(writes.size())));
    if (!taken) {
      self.tell(new Stored(0));
    }
    return this;
  }

  private Behavior<Command> onStored(Stored stored) {
    if (stored.keys() > 0) {
      LOG.info("learned of {} keys from the archive, which stood in for them", stored.keys());
    }
    return fetch(sweep.fetched(this::isHere, now()));
  }

  private static long now() {
    return MonotonicClock.now();
  }
}
