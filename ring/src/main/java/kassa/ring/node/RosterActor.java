package kassa.ring.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import kassa.ring.NodeId;
import kassa.ring.outbox.Destination;
import kassa.ring.placement.Era;
import kassa.ring.placement.Placement;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.roster.Adoption;
import kassa.ring.roster.Adoption.Effect;
import kassa.ring.roster.Eras;
import kassa.ring.roster.Roster;
import kassa.ring.roster.RosterChange;
import kassa.ring.roster.RosterEntries;
import kassa.ring.smallstate.Entry;
import kassa.ring.smallstate.SmallState;
import kassa.ring.store.LocalStore;
import kassa.ring.wire.RingMessage;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Brings this node from one era to the next. Small state carries that there is one; what came in
 * between is told by those who know. It writes to the disk: it needs a thread to block.
 */
final class RosterActor extends AbstractBehavior<RosterActor.Command> {
  private static final Duration TICK = Duration.ofMillis(500);

  sealed interface Command {}

  /** What an operator wants, and a node says of itself. */
  record Change(RosterChange change, CompletableFuture<RosterChange.Outcome> outcome)
      implements Command {}

  /** A peer spoke by another era. */
  record Heard(NodeId from, Era era) implements Command {}

  record Told(NodeId from, String eras) implements Command {}

  /** Small state knows more. */
  record Carried(SmallState state) implements Command {}

  record HandedOver(Era era) implements Command {}

  private record Settled(Era era) implements Command {}

  private record Tick() implements Command {}

  /** What the rest of the node has to do with it. Any thread is called on. */
  interface Node {
    /**
     * Go by this from now on.
     *
     * @param adopted run once every part does
     */
    void adopt(Present present, Runnable adopted);

    /** Nothing can be acknowledged here any more by an era before this one. */
    void settled(Present present, List<Placement> before);

    /** What it goes by, and who has all that it should by that. */
    void knows(Eras eras);

    /** Find out where a peer is, and ping it. */
    void seek(Member peer);

    /** Whether it has all that it should, by this era. */
    boolean isComplete(Era era);
  }

  private final NodeId self;
  private final RingDescriptor first;
  private final Adoption adoption;
  private final DurableFile file;
  private final Node node;
  private final LocalStore store;
  private final Network network;
  private final BiConsumer<String, UnaryOperator<Entry>> say;
  private final IntSupplier salt;
  private final List<Placement> before = new ArrayList<>();
  private Present present;
  private SmallState carried = SmallState.EMPTY;
  private Optional<Era> handedOver = Optional.empty();

  /**
   * @param first as configured
   * @param present what the file says
   * @param say something of a name in the small state
   */
  RosterActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      NodeId self,
      RingDescriptor first,
      Present present,
      DurableFile file,
      Node node,
      LocalStore store,
      Network network,
      BiConsumer<String, UnaryOperator<Entry>> say,
      IntSupplier salt) {
    super(context);
    this.self = self;
    this.first = first;
    this.present = present;
    this.adoption = new Adoption(self, first, present.eras());
    this.file = file;
    this.node = node;
    this.store = store;
    this.network = network;
    this.say = say;
    this.salt = salt;
    timers.startTimerWithFixedDelay(new Tick(), TICK);
    if (!present.eras().isFirst()) {
      node.settled(present, List.of()); // an earlier life may have ended in the middle of it
    }
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Change.class, this::onChange)
        .onMessage(Heard.class, h -> perform(adoption.heard(h.from(), h.era(), now())))
        .onMessage(Told.class, this::onTold)
        .onMessage(Carried.class, this::onCarried)
        .onMessage(HandedOver.class, this::onHandedOver)
        .onMessage(Settled.class, s -> perform(adoption.settled(s.era())))
        .onMessage(Tick.class, tick -> onTick())
        .build();
  }

  private Behavior<Command> onChange(Change change) {
    List<Effect> effects = new ArrayList<>();
    RosterChange.Outcome outcome = adoption.change(change.change(), effects);
    perform(effects);
    change.outcome().complete(outcome);
    return this;
  }

  private Behavior<Command> onTold(Told told) {
    try {
      return perform(adoption.told(told.from(), told.eras(), now()));
    } catch (IllegalArgumentException no) {
      getContext().getLog().warn("{} tells of no ring: {}", told.from(), no.getMessage());
      return this;
    }
  }

  private Behavior<Command> onCarried(Carried more) {
    carried = more.state();
    try {
      Roster roster = RosterEntries.read(Roster.of(first), carried);
      return perform(adoption.carried(roster, RosterEntries.words(carried), now()));
    } catch (IllegalArgumentException no) {
      getContext().getLog().warn("small state carries no roster: {}", no.getMessage());
      return this;
    }
  }

  private Behavior<Command> onHandedOver(HandedOver over) {
    handedOver = Optional.of(over.era());
    return this;
  }

  private Behavior<Command> onTick() {
    perform(adoption.tick(now()));
    perform(adoption.reenter(salt.getAsInt()));
    if (node.isComplete(adoption.eras().era())) {
      perform(adoption.caughtUp());
    }
    return perform(adoption.depart(era -> handedOver.equals(Optional.of(era)), this::owesNobody));
  }

  private boolean owesNobody() {
    return adoption.eras().roster().seats().keySet().stream()
        .allMatch(peer -> store.outbox(Destination.peer(peer), Long.MAX_VALUE, 1).isEmpty());
  }

  private Behavior<Command> perform(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Keep keep) {
        keep(keep.eras());
      } else if (effect instanceof Effect.Adopt adopt) {
        adopt(adopt.eras());
      } else if (effect instanceof Effect.HandOver over) {
        node.settled(Present.of(over.eras()), List.copyOf(before));
        before.clear();
      } else if (effect instanceof Effect.Tell tell) {
        network.send(tell.to(), new RingMessage.Tell(tell.eras().toText()));
      } else if (effect instanceof Effect.Seek seek) {
        node.seek(seek.peer());
      }
    }
    return this;
  }

  private void keep(Eras eras) {
    try {
      file.write(eras.toText());
    } catch (IOException e) {
      throw new UncheckedIOException("the ring's members cannot be kept", e);
    }
    sayMore(eras);
    node.knows(eras); // before anybody takes a new owner for one that has all
    perform(adoption.kept());
  }

  /** What small state does not carry yet. */
  private void sayMore(Eras eras) {
    Roster known = RosterEntries.read(Roster.of(first), carried);
    eras.roster()
        .seats()
        .forEach(
            (peer, seat) -> {
              if (!known.seat(peer).equals(Optional.of(seat))) {
                say.accept(RosterEntries.name(peer), RosterEntries.say(seat));
              }
            });
    Map<NodeId, Era> words = new HashMap<>(RosterEntries.words(carried));
    if (eras.caughtUp().contains(self) && !eras.era().equals(words.get(self))) {
      say.accept(RosterEntries.wordName(self), RosterEntries.sayCaughtUp(eras.era()));
    }
  }

  private void adopt(Eras eras) {
    getContext()
        .getLog()
        .info(
            "era {} of the ring: owned by {}, with {} eras still to be handed over from",
            eras.era(),
            eras.current().descriptor().nodes(),
            eras.past().size());
    if (!eras.era().equals(present.eras().era())) {
      before.add(present.placement());
    }
    present = Present.of(eras);
    node.adopt(
        present, () -> store.barrier(() -> getContext().getSelf().tell(new Settled(eras.era()))));
  }

  private static long now() {
    return MonotonicClock.now();
  }
}
