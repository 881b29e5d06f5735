package kassa.ring.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import kassa.ring.smallstate.ChangeOutcome;
import kassa.ring.smallstate.Entry;
import kassa.ring.smallstate.Saying;
import kassa.ring.smallstate.SmallState;
import kassa.ring.smallstate.SmallStateCodec;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;

/**
 * Keeps the small state: what is said at this node goes to its disk, then to others by Pekko
 * Distributed Data; what others bring is merged, and goes to the disk as well before anybody acts
 * on it. It blocks on the disk, and ends when that fails.
 *
 * <p>Distributed Data is only the carrier: it holds nothing that is not on this disk, and is filled
 * from it at every start. It is written and read at this node alone, since a node that others do
 * not see, or that is not a full member of the cluster yet, must learn and tell as well. The one
 * exception: on an empty disk it asks until one peer has told all it knows, and only then says that
 * it has heard.
 */
final class SmallStateActor extends AbstractBehavior<SmallStateActor.Command> {
  /** For one peer's answer, and between questions. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  sealed interface Command {}

  /**
   * Something is said of a name.
   *
   * @param change what shall be said, by what is; it is joined with that
   */
  record Change(String name, UnaryOperator<Entry> change, CompletableFuture<ChangeOutcome> outcome)
      implements Command {}

  private record Arrived(Replicator.SubscribeResponse<ReplicatedBucket> response)
      implements Command {}

  private record Ask() implements Command {}

  private record Told(Replicator.GetResponse<ReplicatedBucket> response) implements Command {}

  private record Given(Replicator.UpdateResponse<ReplicatedBucket> response) implements Command {}

  private final SmallStateFiles files;
  private final ActorRef<Replicator.Command> carrier;
  private final Consumer<SmallState> publish;
  private final Runnable heard;
  private final ActorRef<Replicator.UpdateResponse<ReplicatedBucket>> given;
  private final ActorRef<Replicator.GetResponse<ReplicatedBucket>> told;
  private final Set<Integer> unheard = new TreeSet<>();
  private SmallState all;

  /**
   * @param all what is on the disk
   * @param hasHeard whether there is no peer to hear from first, or one was heard
   * @param publish told what is known whenever there is more, after it is on the disk
   * @param heard run once after a first peer has told all it knows
   */
  SmallStateActor(
      ActorContext<Command> context,
      SmallStateFiles files,
      SmallState all,
      boolean hasHeard,
      ActorRef<Replicator.Command> carrier,
      Consumer<SmallState> publish,
      Runnable heard) {
    super(context);
    this.files = files;
    this.all = all;
    this.carrier = carrier;
    this.publish = publish;
    this.heard = heard;
    this.given = adapter(Replicator.UpdateResponse.class, Given::new);
    this.told = adapter(Replicator.GetResponse.class, Told::new);
    context.watch(carrier); // without it this node would stay alone with what it knows
    ActorRef<Replicator.SubscribeResponse<ReplicatedBucket>> arrived =
        adapter(Replicator.SubscribeResponse.class, Arrived::new);
    for (int bucket = 0; bucket < SmallState.BUCKETS; bucket++) {
      carrier.tell(new Replicator.Subscribe<>(new ReplicatedBucket.Key(bucket), arrived));
      give(bucket);
      if (!hasHeard) {
        unheard.add(bucket);
      }
    }
    getContext().getSelf().tell(new Ask());
  }

  /**
   * Asks one.
   *
   * @return as {@link RingNode#change(String, UnaryOperator)}
   */
  static CompletionStage<ChangeOutcome> change(
      ActorRef<Command> keeper, String name, UnaryOperator<Entry> change) {
    CompletableFuture<ChangeOutcome> outcome =
        new CompletableFuture<ChangeOutcome>().orTimeout(10, TimeUnit.SECONDS);
    keeper.tell(new Change(name, change, outcome));
    return outcome;
  }

  /** Of a generic response, whose parameter no class can name. */
  @SuppressWarnings("unchecked")
  private <T> ActorRef<T> adapter(Class<? super T> response, Function<T, Command> command) {
    return getContext().messageAdapter((Class<T>) response, command::apply);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Change.class, this::onChange)
        .onMessage(Arrived.class, this::onArrived)
        .onMessage(Ask.class, ask -> ask())
        .onMessage(Told.class, this::onTold)
        .onMessage(Given.class, this::onGiven)
        .build();
  }

  private Behavior<Command> onChange(Change change) {
    Saying saying = Saying.of(all, change.name(), change.change());
    if (!saying.all().equals(all)) {
      int bucket = SmallState.bucketOf(change.name());
      keep(saying.all(), bucket);
      give(bucket);
    }
    change.outcome().complete(saying.outcome());
    return this;
  }

  private Behavior<Command> onArrived(Arrived arrived) {
    if (arrived.response() instanceof Replicator.Changed<ReplicatedBucket> changed) {
      merge(bucket(changed.key()), changed.dataValue());
    }
    return this;
  }

  private Behavior<Command> ask() {
    if (!unheard.isEmpty()) {
      for (int bucket : unheard) {
        carrier.tell(
            new Replicator.Get<>(
                new ReplicatedBucket.Key(bucket), new Replicator.ReadFrom(2, PATIENCE), told));
      }
      getContext().scheduleOnce(PATIENCE, getContext().getSelf(), new Ask());
    }
    return this;
  }

  private Behavior<Command> onTold(Told from) {
    Replicator.GetResponse<ReplicatedBucket> response = from.response();
    int bucket = bucket(response.key());
    if (response instanceof Replicator.GetSuccess<ReplicatedBucket> success) {
      merge(bucket, success.dataValue());
    } else if (!(response instanceof Replicator.NotFound<ReplicatedBucket>)) {
      return this; // nobody is there yet
    }
    if (unheard.remove(bucket) && unheard.isEmpty()) {
      try {
        files.hear();
      } catch (IOException e) {
        throw new UncheckedIOException("small state cannot be kept", e);
      }
      heard.run();
    }
    return this;
  }

  private static int bucket(Key<ReplicatedBucket> key) {
    return ((ReplicatedBucket.Key) key).bucket();
  }

  private void merge(int bucket, ReplicatedBucket arrived) {
    SmallState next = all.join(arrived.state().part(bucket));
    if (!next.equals(all)) {
      keep(next, bucket);
    }
  }

  private Behavior<Command> onGiven(Given given) {
    if (!(given.response() instanceof Replicator.UpdateSuccess<ReplicatedBucket>)) {
      throw new IllegalStateException("small state is not carried: " + given.response());
    }
    return this;
  }

  private void keep(SmallState next, int bucket) {
    try {
      files.write(bucket, SmallStateCodec.encode(next.part(bucket)));
    } catch (IOException e) {
      throw new UncheckedIOException("small state cannot be kept", e);
    }
    all = next;
    publish.accept(all);
  }

  /** What this node knows goes to the carrier, which tells others. */
  private void give(int bucket) {
    ReplicatedBucket own = new ReplicatedBucket(all.part(bucket));
    if (own.equals(ReplicatedBucket.EMPTY)) {
      return;
    }
    carrier.tell(
        new Replicator.Update<>(
            new ReplicatedBucket.Key(bucket),
            ReplicatedBucket.EMPTY,
            Replicator.writeLocal(),
            given,
            own::join));
  }
}
