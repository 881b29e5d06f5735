package kassa.ring.node;

import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import kassa.ring.NodeId;
import kassa.ring.antientropy.AntiEntropy;
import kassa.ring.antientropy.Bootstrap;
import kassa.ring.antientropy.Handover;
import kassa.ring.antientropy.Inheritance;
import kassa.ring.antientropy.SyncPace;
import kassa.ring.archive.Archive;
import kassa.ring.archive.StoodInSweep;
import kassa.ring.eviction.Eviction;
import kassa.ring.eviction.EvictionPace;
import kassa.ring.membership.PeerClocks;
import kassa.ring.membership.PeerLocator;
import kassa.ring.membership.Peers;
import kassa.ring.membership.Pulse;
import kassa.ring.outbox.Carrier;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.Handoff;
import kassa.ring.outbox.HandoffSettings;
import kassa.ring.placement.Era;
import kassa.ring.placement.Partition;
import kassa.ring.placement.Placement;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.replication.Coordinator;
import kassa.ring.replication.Recorder;
import kassa.ring.replication.Replica;
import kassa.ring.roster.Eras;
import kassa.ring.smallstate.ChangeOutcome;
import kassa.ring.smallstate.Entry;
import kassa.ring.store.Agenda;
import kassa.ring.store.LocalStore;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;

/** The actors of a node: each is the shell of a machine, and here they get to know each other. */
final class RingActors implements RosterActor.Node {
  private final RingSettings settings;
  private final NodeState state;
  private final Life life;
  private final LocalStore store;
  private final Archive archive;
  private final RingClock clock;
  private final PeerClocks clocks;
  private final Peers peers;
  private final Network network;
  private final SecureRandom random = new SecureRandom();

  private final Handoffs handoffs = new Handoffs(this::handoffTo);
  private final ActorRef<CoordinatorActor.Command> coordinator;
  private final ActorRef<AntiEntropyActor.Command> antiEntropy;
  private final ActorRef<HandoverActor.Command> handover;
  private final ActorRef<Object> endpoint;
  private final ActorRef<SmallStateActor.Command> smallState;
  private final ActorRef<MembershipActor.Command> membership;
  private final ActorRef<RosterActor.Command> roster;

  /** Others have news for the roster before there is one, and say it again. */
  private volatile Consumer<RosterActor.Command> toRoster = early -> {};

  /**
   * Starts them all. The node ends when one of them does.
   *
   * @param state told what they do
   * @param agenda which keys have something left to do, for the layer above
   * @param parcels what the layer above of a peer sends; must not block
   * @param fatal told once when this node must not go on
   */
  RingActors(
      RingSettings settings,
      NodeState state,
      Life life,
      LocalStore store,
      Archive archive,
      RingClock clock,
      PeerClocks clocks,
      Peers peers,
      Network network,
      Agenda agenda,
      Past past,
      PeerLocator locator,
      BiConsumer<NodeId, byte[]> parcels,
      Consumer<Throwable> fatal) {
    this.settings = settings;
    this.state = state;
    this.life = life;
    this.store = store;
    this.archive = archive;
    this.clock = clock;
    this.clocks = clocks;
    this.peers = peers;
    this.network = network;
    this.coordinator = spawnCoordinator();
    state.others(settings.self()).forEach(handoffs::begin);
    handoffToArchive();
    this.antiEntropy = spawnAntiEntropy();
    this.handover = spawnHandover();
    this.endpoint = spawnEndpoint(parcels);
    spawnStoodIn();
    this.smallState = spawnSmallState();
    spawnEviction(agenda);
    this.membership = spawnMembership(past, locator, fatal);
    this.roster = spawnRoster();
    this.toRoster = roster::tell;
    roster.tell(new RosterActor.Carried(state.smallState()));
  }

  ActorRef<CoordinatorActor.Command> coordinator() {
    return coordinator;
  }

  ActorRef<SmallStateActor.Command> smallState() {
    return smallState;
  }

  ActorRef<MembershipActor.Command> membership() {
    return membership;
  }

  ActorRef<RosterActor.Command> roster() {
    return roster;
  }

  @Override
  public void adopt(Present next, Runnable adopted) {
    CompletableFuture<Void> endpointDid = new CompletableFuture<>();
    CompletableFuture<Void> coordinatorDid = new CompletableFuture<>();
    var unused = CompletableFuture.allOf(endpointDid, coordinatorDid).thenRun(adopted);
    Runnable then =
        () -> {
          network.adopt(next.eras().era());
          state.adopt(next);
          peers.turn(Pulse.turn(next.eras().members().size() - 1));
          state.others(settings.self()).forEach(handoffs::begin);
          membership.tell(new MembershipActor.Adopt(next));
          endpoint.tell(new EndpointActor.Adopt(replica(next), endpointDid));
          coordinator.tell(new CoordinatorActor.Adopt(next.placement(), coordinatorDid));
        };
    antiEntropy.tell(new AntiEntropyActor.Adopt(comparison(next), replica(next), then));
  }

  @Override
  public void settled(Present now, List<Placement> before) {
    antiEntropy.tell(new AntiEntropyActor.Settled());
    handover.tell(new HandoverActor.HandOver(now.eras(), now.placement(), before));
  }

  @Override
  public void knows(Eras eras) {
    state.knows(eras, clock.millis());
    handover.tell(new HandoverActor.CaughtUp(eras.era(), eras.caughtUp()));
  }

  @Override
  public void seek(Member peer) {
    membership.tell(new MembershipActor.Seek(peer));
  }

  @Override
  public boolean isComplete(Era era) {
    return state.isComplete(era);
  }

  private ActorRef<CoordinatorActor.Command> spawnCoordinator() {
    Coordinator rounds =
        new Coordinator(
            settings.self(),
            state.placement(),
            state::isComplete,
            new Recorder(life.birth().incarnation(), store.clock()),
            peers,
            clocks,
            anyNumber());
    return life.spawn(
        "coordinator",
        timed(
            (context, timers) ->
                new CoordinatorActor(
                    context, timers, rounds, clock, store, archive, network, state::roundBounds)),
        Props.empty());
  }

  private ActorRef<HandoffActor.Command> handoffTo(NodeId peer) {
    return spawnHandoff(
        Destination.peer(peer),
        HandoffSettings.TO_PEER,
        context -> new PeerCarrier(peer, network, peers));
  }

  private void handoffToArchive() {
    spawnHandoff(
        Destination.ARCHIVE,
        HandoffSettings.TO_ARCHIVE,
        context ->
            new ArchiveCarrier(
                settings.self(), state::placement, archive, network, context.getSelf()));
  }

  private ActorRef<HandoffActor.Command> spawnHandoff(
      Destination destination,
      HandoffSettings eagerness,
      Function<ActorContext<HandoffActor.Command>, Carrier> carrier) {
    Handoff machine = new Handoff(eagerness, anyNumber(), random);
    return spawnBlocking(
        "handoff-" + destination.label().replace("@", ""),
        (context, timers) ->
            new HandoffActor(
                context,
                timers,
                settings.self(),
                destination,
                machine,
                eagerness,
                clock,
                store,
                state.drainRate(destination),
                carrier));
  }

  private ActorRef<AntiEntropyActor.Command> spawnAntiEntropy() {
    AntiEntropy machine = comparison(state.present());
    Replica replica = replica(state.present());
    return spawnBlocking(
        "anti-entropy",
        (context, timers) ->
            new AntiEntropyActor(
                context, timers, machine, replica, store, clock, network, state::synced));
  }

  private AntiEntropy comparison(Present of) {
    return new AntiEntropy(
        settings.self(),
        of.placement(),
        of.eras().pastPlacements(),
        of.eras()::isGone,
        Partition.all(),
        store,
        store.register(),
        peers,
        SyncPace.DEFAULT,
        new Bootstrap(settings.self(), of.placement(), Partition.all()),
        anyNumber());
  }

  private Replica replica(Present of) {
    return new Replica(settings.self(), of.placement(), state::isComplete);
  }

  private ActorRef<HandoverActor.Command> spawnHandover() {
    Handover machine =
        new Handover(
            settings.self(),
            Partition.all(),
            store,
            peers,
            SyncPace.DEFAULT,
            Handover.FIRST_QUESTION + anyNumber());
    return spawnBlocking(
        "handover",
        (context, timers) ->
            new HandoverActor(
                context,
                timers,
                new Inheritance(settings.self(), store::outbox, store),
                machine,
                store,
                clock,
                network,
                new DurableFile(settings.data().resolve("handed-over")),
                state.handover(),
                era -> toRoster.accept(new RosterActor.HandedOver(era))));
  }

  private ActorRef<Object> spawnEndpoint(BiConsumer<NodeId, byte[]> parcels) {
    Replica replica = replica(state.present());
    return life.spawn(
        Network.ENDPOINT,
        Behaviors.<Object>setup(
            context ->
                new EndpointActor(
                    context,
                    settings.self(),
                    replica,
                    store,
                    clock,
                    peers,
                    clocks,
                    network,
                    coordinator,
                    antiEntropy,
                    handover,
                    handoffs,
                    (from, era) -> toRoster.accept(new RosterActor.Heard(from, era)),
                    (from, eras) -> toRoster.accept(new RosterActor.Told(from, eras)),
                    parcels)),
        Props.empty());
  }

  private void spawnStoodIn() {
    StoodInSweep sweep =
        new StoodInSweep(
            key -> state.placement().of(key).owners().contains(settings.self()), random);
    spawnBlocking(
        "stood-in",
        (ActorContext<StoodInActor.Command> context, TimerScheduler<StoodInActor.Command> timers) ->
            new StoodInActor(context, timers, sweep, archive, store, clock));
  }

  private ActorRef<SmallStateActor.Command> spawnSmallState() {
    Behavior<SmallStateActor.Command> behavior =
        Behaviors.setup(
            context ->
                new SmallStateActor(
                    context,
                    new SmallStateFiles(settings.data()),
                    state.smallState(),
                    state.hasHeardSmallState(),
                    DistributedData.get(life.actors()).replicator(),
                    more -> {
                      state.knows(more);
                      toRoster.accept(new RosterActor.Carried(more));
                    },
                    state::hearSmallState));
    return life.spawn("small-state", behavior, DispatcherSelector.blocking());
  }

  private void spawnEviction(Agenda agenda) {
    EvictionPace pace = EvictionPace.of(settings.hotWindow().toMillis());
    Eviction machine =
        new Eviction(store, store.shelf(), agenda, pace, store::heldFacts, MonotonicClock.now());
    spawnBlocking(
        "eviction",
        (ActorContext<EvictionActor.Command> context,
            TimerScheduler<EvictionActor.Command> timers) ->
            new EvictionActor(
                context,
                timers,
                machine,
                store,
                archive,
                clock,
                () -> state.present().eras().members().size(),
                state::evicted));
  }

  private ActorRef<MembershipActor.Command> spawnMembership(
      Past past, PeerLocator locator, Consumer<Throwable> fatal) {
    return life.spawn(
        "membership",
        timed(
            (context, timers) ->
                new MembershipActor(
                    context,
                    timers,
                    settings.self(),
                    state.present(),
                    peers,
                    network,
                    settings.fingerprint(),
                    () -> life.identity(settings.fingerprint()),
                    past,
                    locator,
                    clock,
                    fatal)),
        Props.empty());
  }

  private ActorRef<RosterActor.Command> spawnRoster() {
    return spawnBlocking(
        "roster",
        (context, timers) ->
            new RosterActor(
                context,
                timers,
                settings.self(),
                settings.ring(),
                state.present(),
                NodeState.erasFile(settings),
                this,
                store,
                network,
                this::say,
                random::nextInt));
  }

  private void say(String name, UnaryOperator<Entry> what) {
    var unused =
        SmallStateActor.change(smallState, name, what)
            .whenComplete(
                (said, failure) -> {
                  if (failure != null || said instanceof ChangeOutcome.Full) {
                    life.actors()
                        .log()
                        .warn(
                            "small state does not carry {}: {}",
                            name,
                            failure == null ? said : failure);
                  }
                });
  }

  /** Where a life counts from: an answer to an earlier one is none to this. */
  private long anyNumber() {
    return random.nextInt() & 0xffffffffL;
  }

  /** On a thread that may wait for the disk. */
  private <T> ActorRef<T> spawnBlocking(
      String name, BiFunction<ActorContext<T>, TimerScheduler<T>, Behavior<T>> actor) {
    return life.spawn(name, timed(actor), DispatcherSelector.blocking());
  }

  private static <T> Behavior<T> timed(
      BiFunction<ActorContext<T>, TimerScheduler<T>, Behavior<T>> actor) {
    return Behaviors.setup(context -> Behaviors.withTimers(timers -> actor.apply(context, timers)));
  }
}
