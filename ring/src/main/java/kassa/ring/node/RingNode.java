package kassa.ring.node;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import kassa.ring.AppendOutcome;
import kassa.ring.Bound;
import kassa.ring.FactDraft;
import kassa.ring.FactSet;
import kassa.ring.Incarnation;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.ReadOutcome;
import kassa.ring.Ring;
import kassa.ring.antientropy.AntiEntropy;
import kassa.ring.antientropy.Handover;
import kassa.ring.antientropy.Inheritance;
import kassa.ring.antientropy.SyncCounts;
import kassa.ring.antientropy.SyncPace;
import kassa.ring.archive.Archive;
import kassa.ring.archive.ArchiveBatch;
import kassa.ring.archive.CassandraArchive;
import kassa.ring.archive.StoodInSweep;
import kassa.ring.disk.DiskRoom;
import kassa.ring.eviction.Eviction;
import kassa.ring.eviction.EvictionCounts;
import kassa.ring.eviction.EvictionPace;
import kassa.ring.membership.ClockSkew;
import kassa.ring.membership.HttpPeerLocator;
import kassa.ring.membership.PeerClock;
import kassa.ring.membership.PeerClocks;
import kassa.ring.membership.PeerIdentity;
import kassa.ring.membership.PeerLocator;
import kassa.ring.membership.Peers;
import kassa.ring.membership.Pulse;
import kassa.ring.membership.SlowStart;
import kassa.ring.membership.Testimony;
import kassa.ring.outbox.Carrier;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.Drain;
import kassa.ring.outbox.DrainRate;
import kassa.ring.outbox.Handoff;
import kassa.ring.outbox.HandoffSettings;
import kassa.ring.outbox.HandoverProgress;
import kassa.ring.placement.Era;
import kassa.ring.placement.Partition;
import kassa.ring.placement.Placement;
import kassa.ring.placement.PreferenceList;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.replication.Coordinator;
import kassa.ring.replication.Recorder;
import kassa.ring.replication.Replica;
import kassa.ring.roster.Eras;
import kassa.ring.roster.RosterChange;
import kassa.ring.smallstate.ChangeOutcome;
import kassa.ring.smallstate.Entry;
import kassa.ring.smallstate.Saying;
import kassa.ring.smallstate.SmallState;
import kassa.ring.store.Agenda;
import kassa.ring.store.LocalStore;
import kassa.ring.store.RocksStore;
import kassa.ring.wire.RingCodec;
import kassa.ring.wire.RingMessage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;

/** A node of the ring: its machines, in actors, on its disk, with its peers. */
public final class RingNode implements Ring, AutoCloseable {
  private final RingSettings settings;
  private final Memory memory;
  private volatile Present present;
  private final RingClock clock;
  private final DiskRoom room;
  private final DiskWatch watch;
  private final Instant startedAt;
  private final Life life;
  private final Peers peers;
  private final Network network;
  private final LocalStore store;
  private final Archive archive;
  private final ActorRef<CoordinatorActor.Command> coordinator;
  private final ActorRef<MembershipActor.Command> membership;
  private final ActorRef<SmallStateActor.Command> smallStateKeeper;
  private final ActorRef<RosterActor.Command> roster;
  private final Map<Destination, DrainRate> drains = new ConcurrentHashMap<>();
  private final HandoverProgress handover = new HandoverProgress();
  private volatile Consumer<RosterActor.Command> toRoster = early -> {};
  private volatile BitSet lacking = new BitSet();
  private volatile Set<NodeId> newcomers;
  private volatile Optional<Era> completeIn = Optional.empty();
  private volatile List<Bound> roundBounds = List.of();
  private volatile SmallState smallState;
  private volatile boolean heardSmallState;
  private volatile SyncCounts syncCounts = SyncCounts.NONE;
  private volatile EvictionCounts evictionCounts = EvictionCounts.NONE;

  /**
   * Starts a node. It works at once, alone if need be: neither the cluster nor the archive is
   * waited for.
   *
   * @param disk performs the writes of the store; it may fail
   * @param wall this machine's clock; it may be off
   * @param agenda which keys have something left to do, for the layer above
   * @param parcels what the layer above of a peer sends; must not block
   * @param fatal told once when the disk fails; the process has to end
   * @throws IOException when the directory, its store or a remoting port cannot be had
   */
  public static RingNode start(
      RingSettings settings,
      RocksStore.Disk disk,
      Clock wall,
      Agenda agenda,
      BiConsumer<NodeId, byte[]> parcels,
      Consumer<Throwable> fatal)
      throws IOException {
    // The store comes first: its lock keeps a second process from taking a new life here.
    CompletableFuture<Executor> pool = new CompletableFuture<>();
    Executor committer =
        commit -> {
          var unused = pool.thenAccept(threads -> threads.execute(commit));
        };
    LocalStore store =
        RocksStore.open(settings.data().resolve("store"), agenda, disk, committer, fatal);
    try {
      return new RingNode(settings, store, agenda, pool, wall, parcels, fatal);
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private RingNode(
      RingSettings settings,
      LocalStore store,
      Agenda agenda,
      CompletableFuture<Executor> pool,
      Clock wall,
      BiConsumer<NodeId, byte[]> parcels,
      Consumer<Throwable> fatal)
      throws IOException {
    PeerClocks clocks = new PeerClocks();
    this.clock = new RingClock(wall, clocks);
    this.startedAt = clock.instant();
    this.room = new DiskRoom(settings.marks(), MonotonicClock.now());
    this.settings = settings;
    this.store = store;
    DurableFile erasFile = new DurableFile(settings.data().resolve("eras"));
    this.present = Present.of(eras(erasFile, settings.ring()));
    this.newcomers = present.eras().newcomers();
    this.memory = new Memory(settings, store.register());
    SmallStateFiles files = new SmallStateFiles(settings.data());
    this.smallState = files.read();
    this.heardSmallState = present.eras().members().size() == 1 || files.haveHeard();
    PeerLocator locator = new HttpPeerLocator();
    Past past = Past.of(settings, store.register(), present);
    past.askPeers(locator);
    this.life = Life.begin(settings, past, clock, fatal);
    pool.complete(life.actors().executionContext());
    this.peers =
        new Peers(
            settings.self(),
            RingSettings.HEDGE_TIME,
            Pulse.turn(present.eras().members().size() - 1));
    this.network =
        new Network(
            settings.self(),
            settings.fingerprint(),
            Eras.of(settings.ring()).era(),
            present.eras().era(),
            peers,
            life.actors(),
            memory);
    this.archive = new CassandraArchive(settings.archive());
    SecureRandom random = new SecureRandom();
    Coordinator rounds =
        new Coordinator(
            settings.self(),
            present.placement(),
            this::isComplete,
            new Recorder(life.birth().incarnation(), store.clock()),
            peers,
            clocks,
            random.nextInt() & 0xffffffffL);
    this.coordinator =
        spawn(
            "coordinator",
            Behaviors.setup(
                context ->
                    Behaviors.withTimers(
                        timers ->
                            new CoordinatorActor(
                                context,
                                timers,
                                rounds,
                                clock,
                                store,
                                archive,
                                network,
                                now -> roundBounds = now))));
    Handoffs handoffs =
        new Handoffs(
            peer ->
                handoff(
                    Destination.peer(peer),
                    HandoffSettings.TO_PEER,
                    random,
                    context -> new PeerCarrier(peer, network, peers)));
    others(present).forEach(handoffs::begin);
    var unusedArchive =
        handoff(
            Destination.ARCHIVE,
            HandoffSettings.TO_ARCHIVE,
            random,
            context ->
                new ArchiveCarrier(
                    settings.self(), this::placement, archive, network, context.getSelf()));
    Replica replica = replica(present);
    AntiEntropy sync = antiEntropy(present, random);
    Behavior<AntiEntropyActor.Command> antiEntropy =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers ->
                        new AntiEntropyActor(
                            context, timers, sync, replica, store, clock, network, this::synced)));
    ActorRef<AntiEntropyActor.Command> comparing =
        spawn("anti-entropy", antiEntropy, DispatcherSelector.blocking());
    ActorRef<HandoverActor.Command> toHeirs = handOver(random);
    ActorRef<Object> endpoint =
        spawn(
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
                        comparing,
                        toHeirs,
                        handoffs,
                        command -> toRoster.accept(command),
                        parcels)));
    StoodInSweep sweep =
        new StoodInSweep(key -> placement().of(key).owners().contains(settings.self()), random);
    Behavior<StoodInActor.Command> standIns =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> new StoodInActor(context, timers, sweep, archive, store, clock)));
    spawn("stood-in", standIns, DispatcherSelector.blocking());
    ActorRef<Replicator.Command> carrier = DistributedData.get(life.actors()).replicator();
    Behavior<SmallStateActor.Command> keeper =
        Behaviors.setup(
            context ->
                new SmallStateActor(
                    context,
                    files,
                    smallState,
                    heardSmallState,
                    carrier,
                    this::knows,
                    () -> heardSmallState = true));
    this.smallStateKeeper = spawn("small-state", keeper, DispatcherSelector.blocking());
    EvictionPace pace = EvictionPace.of(settings.hotWindow().toMillis());
    Eviction eviction =
        new Eviction(store, store.shelf(), agenda, pace, store::heldFacts, MonotonicClock.now());
    Behavior<EvictionActor.Command> evicting =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers ->
                        new EvictionActor(
                            context,
                            timers,
                            eviction,
                            store,
                            archive,
                            clock,
                            () -> present.eras().members().size(),
                            counts -> evictionCounts = counts)));
    spawn("eviction", evicting, DispatcherSelector.blocking());
    this.membership =
        spawn(
            "membership",
            Behaviors.setup(
                context ->
                    Behaviors.withTimers(
                        timers ->
                            new MembershipActor(
                                context,
                                timers,
                                settings.self(),
                                present,
                                peers,
                                network,
                                settings.fingerprint(),
                                this::identity,
                                past,
                                locator,
                                clock,
                                fatal))));
    RosterActor.Node parts =
        new RosterActor.Node() {
          @Override
          public void adopt(Present next, Runnable adopted) {
            CompletableFuture<Void> endpointDid = new CompletableFuture<>();
            CompletableFuture<Void> coordinatorDid = new CompletableFuture<>();
            var unused = CompletableFuture.allOf(endpointDid, coordinatorDid).thenRun(adopted);
            Runnable then =
                () -> {
                  network.adopt(next.eras().era());
                  present = next;
                  peers.turn(Pulse.turn(next.eras().members().size() - 1));
                  others(next).forEach(handoffs::begin);
                  membership.tell(new MembershipActor.Adopt(next));
                  endpoint.tell(new EndpointActor.Adopt(replica(next), endpointDid));
                  coordinator.tell(new CoordinatorActor.Adopt(next.placement(), coordinatorDid));
                };
            comparing.tell(
                new AntiEntropyActor.Adopt(antiEntropy(next, random), replica(next), then));
          }

          @Override
          public void settled(Present now, List<Placement> before) {
            comparing.tell(new AntiEntropyActor.Settled());
            toHeirs.tell(new HandoverActor.HandOver(now.eras(), now.placement(), before));
          }

          @Override
          public void knows(Eras eras) {
            newcomers = eras.newcomers();
            toHeirs.tell(new HandoverActor.CaughtUp(eras.era(), eras.caughtUp()));
          }

          @Override
          public void seek(Member peer) {
            membership.tell(new MembershipActor.Seek(peer));
          }

          @Override
          public boolean isComplete(Era era) {
            return completeIn.equals(Optional.of(era));
          }
        };
    Behavior<RosterActor.Command> rosterKeeper =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers ->
                        new RosterActor(
                            context,
                            timers,
                            settings.self(),
                            settings.ring(),
                            present,
                            erasFile,
                            parts,
                            store,
                            network,
                            this::say,
                            random::nextInt)));
    this.roster = spawn("roster", rosterKeeper, DispatcherSelector.blocking());
    this.toRoster = roster::tell;
    roster.tell(new RosterActor.Carried(smallState));
    this.watch = new DiskWatch(DiskWatch.Look.of(settings.data(), store), room, store, fatal);
  }

  private static Eras eras(DurableFile file, RingDescriptor first) throws IOException {
    try {
      Optional<String> kept = file.read();
      return kept.isPresent() ? Eras.parse(kept.get(), first) : Eras.of(first);
    } catch (IllegalArgumentException e) {
      throw new IOException("the file " + file.path() + " is damaged: " + e.getMessage(), e);
    }
  }

  private List<NodeId> others(Present of) {
    return of.eras().members().stream()
        .map(Member::node)
        .filter(node -> !node.equals(settings.self()))
        .toList();
  }

  private Replica replica(Present of) {
    return new Replica(settings.self(), of.placement(), this::isComplete);
  }

  private ActorRef<HandoverActor.Command> handOver(SecureRandom random) {
    Handover machine =
        new Handover(
            settings.self(),
            Partition.all(),
            store,
            peers,
            SyncPace.DEFAULT,
            Handover.FIRST_QUESTION + (random.nextInt() & 0xffffffffL));
    DurableFile done = new DurableFile(settings.data().resolve("handed-over"));
    Behavior<HandoverActor.Command> behavior =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers ->
                        new HandoverActor(
                            context,
                            timers,
                            new Inheritance(settings.self(), store::outbox, store),
                            machine,
                            store,
                            clock,
                            network,
                            done,
                            handover,
                            era -> toRoster.accept(new RosterActor.HandedOver(era)))));
    return spawn("handover", behavior, DispatcherSelector.blocking());
  }

  private AntiEntropy antiEntropy(Present of, SecureRandom random) {
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
        random.nextInt() & 0xffffffffL);
  }

  /** By the era that this node goes by, or will in a moment: then it holds for both. */
  private boolean isComplete(Partition partition) {
    return store.register().isComplete(partition) && !lacking.get(partition.number());
  }

  private void synced(AntiEntropy machine) {
    syncCounts = machine.counts();
    lacking = machine.lacking();
    handover.lacks(machine.era(), lacking.cardinality(), MonotonicClock.now());
    completeIn = machine.isComplete() ? Optional.of(machine.era()) : Optional.empty();
  }

  private void knows(SmallState more) {
    smallState = more;
    toRoster.accept(new RosterActor.Carried(more));
  }

  private void say(String name, UnaryOperator<Entry> what) {
    var unused =
        change(name, what)
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

  private <T> ActorRef<T> spawn(String name, Behavior<T> behavior) {
    return spawn(name, behavior, Props.empty());
  }

  /** Starts an actor of the layer above. The node ends when it does. */
  public <T> ActorRef<T> spawn(String name, Behavior<T> behavior, Props props) {
    return life.spawn(name, behavior, props);
  }

  private ActorRef<HandoffActor.Command> handoff(
      Destination destination,
      HandoffSettings eagerness,
      SecureRandom random,
      Function<ActorContext<HandoffActor.Command>, Carrier> carrier) {
    DrainRate rate = drains.computeIfAbsent(destination, to -> new DrainRate());
    Handoff machine = new Handoff(eagerness, random.nextInt() & 0xffffffffL, random);
    Behavior<HandoffActor.Command> behavior =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers ->
                        new HandoffActor(
                            context,
                            timers,
                            settings.self(),
                            destination,
                            machine,
                            eagerness,
                            clock,
                            store,
                            rate,
                            carrier)));
    String name = "handoff-" + destination.label().replace("@", "");
    return spawn(name, behavior, DispatcherSelector.blocking());
  }

  @Override
  public NodeId self() {
    return settings.self();
  }

  @Override
  public List<NodeId> nodes() {
    return present.eras().members().stream().map(Member::node).toList();
  }

  @Override
  public PreferenceList preference(Key key) {
    return placement().of(key);
  }

  @Override
  public List<NodeId> homes(Key key) {
    return SlowStart.homes(
        preference(key), Partition.of(key), newcomers, this::began, clock.millis());
  }

  private OptionalLong began(NodeId node) {
    return node.equals(self())
        ? OptionalLong.of(life.birth().incarnation().startedAt())
        : network.began(node);
  }

  @Override
  public boolean reachable(NodeId node) {
    return peers.reachable(node, MonotonicClock.now());
  }

  /** When a peer was last heard from; when this node started, if never. */
  public Instant lastHeard(NodeId node) {
    long now = MonotonicClock.now();
    OptionalLong last = peers.lastHeard(node);
    return last.isPresent() ? clock.instant().minusMillis(now - last.getAsLong()) : startedAt;
  }

  /**
   * The time that this node lives by: its own clock's, or, while that is off, the time of the
   * majority. For deadlines, ages and people.
   */
  public Clock clock() {
    return clock;
  }

  /** How far the clock of this node is off, if it is: then every append is refused. */
  public Optional<ClockSkew> clockSkew() {
    return clock.skew();
  }

  /** How the clocks of peers compare to this node's own, where it is known. */
  public List<PeerClock> peerClocks() {
    return clock.peers();
  }

  @Override
  public FactSet local(Key key) {
    return store.read(key);
  }

  @Override
  public CompletionStage<AppendOutcome> append(Key key, List<FactDraft> drafts, Duration timeout) {
    CompletableFuture<AppendOutcome> outcome = new CompletableFuture<>();
    coordinator.tell(new CoordinatorActor.Append(key, drafts, timeout, outcome));
    return outcome;
  }

  @Override
  public CompletionStage<AppendOutcome> ensure(Key key, FactSet facts, Duration timeout) {
    CompletableFuture<AppendOutcome> outcome = new CompletableFuture<>();
    coordinator.tell(new CoordinatorActor.Ensure(key, facts, timeout, outcome));
    return outcome;
  }

  @Override
  public CompletionStage<ReadOutcome> read(Key key, Duration timeout) {
    CompletableFuture<ReadOutcome> outcome = new CompletableFuture<>();
    long deadline = MonotonicClock.now() + timeout.toMillis();
    coordinator.tell(new CoordinatorActor.Read(key, deadline, outcome));
    return outcome;
  }

  /** Sends a message to the layer above at a peer; it may be lost. */
  public void post(NodeId to, byte[] parcel) {
    network.send(to, new RingMessage.Parcel(parcel));
  }

  /**
   * Whether this node grants that the candidate forms the cluster.
   *
   * @param era by which the candidate counts a majority
   */
  public CompletionStage<Boolean> vote(NodeId candidate, Era era) {
    CompletableFuture<Boolean> vote = new CompletableFuture<>();
    membership.tell(new MembershipActor.VoteAsked(candidate, era, vote));
    return vote;
  }

  /** What to answer to a peer that asks who and where this node is. */
  public PeerIdentity identity() {
    return new PeerIdentity(
        life.birth().incarnation(),
        life.birth().descent(),
        life.self().address().toString(),
        settings.fingerprint(),
        RingCodec.NEWEST,
        !clusterStatus().equals(MemberStatus.removed()));
  }

  /** What to answer to a node that asks what is remembered of it. */
  public Testimony testimony(NodeId about) {
    return memory.about(about);
  }

  public MemberStatus clusterStatus() {
    return life.self().status();
  }

  public Incarnation incarnation() {
    return life.birth().incarnation();
  }

  public Instant startedAt() {
    return startedAt;
  }

  /** Who owns a share of the ring now. */
  public RingDescriptor descriptor() {
    return present.placement().ring();
  }

  /** Who owns what now. */
  public Placement placement() {
    return present.placement();
  }

  /** Where this node is, as it was started. */
  public Member own() {
    return settings.own();
  }

  /** How the ring began. */
  public RingDescriptor founders() {
    return settings.ring();
  }

  /** Who is in the ring, and what came before that; on this node's disk. */
  public Eras eras() {
    return present.eras();
  }

  /**
   * An operator's change of who is in the ring, by what this node knows. It is on this node's disk
   * when the stage completes, and others learn of it when they are reached.
   *
   * <p>After ten seconds it completes with a {@link TimeoutException}: the disk is stuck, and may
   * have it all the same.
   */
  public CompletionStage<RosterChange.Outcome> change(RosterChange change) {
    CompletableFuture<RosterChange.Outcome> outcome =
        new CompletableFuture<RosterChange.Outcome>().orTimeout(10, TimeUnit.SECONDS);
    roster.tell(new RosterActor.Change(change, outcome));
    return outcome;
  }

  /** Of how many of its partitions it certainly holds all that it should. */
  public int completePartitions() {
    return (int) placement().ownedBy(self()).stream().filter(this::isComplete).count();
  }

  public LocalStore store() {
    return store;
  }

  /** How fast its outbox towards a destination is emptied. */
  public Drain drain(Destination destination) {
    return drains.getOrDefault(destination, new DrainRate()).at(MonotonicClock.now());
  }

  /** How far it is with what others own since the ring changed, and with what it owns itself. */
  public HandoverProgress.Seen handover() {
    return handover.at(MonotonicClock.now());
  }

  /**
   * Whether it holds, or owes, something that is not entered in its outbox for those who own it.
   */
  public boolean isHandingOver() {
    Eras eras = present.eras();
    return !eras.isFirst() && !handover().over().equals(Optional.of(eras.era()));
  }

  /** What this node knows, and has on its disk, of what all nodes must know. */
  public SmallState smallState() {
    return smallState;
  }

  /**
   * Whether this directory was ever told all that a peer knows. Until then it may be a lost disk's
   * successor, and what it does not know may have been known for long.
   */
  public boolean hasHeardSmallState() {
    return heardSmallState;
  }

  /**
   * Says something of a name; it is on this node's disk when the stage completes, and others learn
   * of it when they are reached.
   *
   * <p>After ten seconds it completes with a {@link TimeoutException}: the disk is stuck, and may
   * have it all the same.
   *
   * @param change what shall be said, by what is; it is joined with that. Called once, and must not
   *     block
   */
  public CompletionStage<ChangeOutcome> change(String name, UnaryOperator<Entry> change) {
    CompletableFuture<ChangeOutcome> outcome =
        new CompletableFuture<ChangeOutcome>().orTimeout(10, TimeUnit.SECONDS);
    smallStateKeeper.tell(new SmallStateActor.Change(name, change, outcome));
    return outcome;
  }

  /** What anti-entropy did so far. */
  public SyncCounts syncCounts() {
    return syncCounts;
  }

  /** How much room its disk has, and for what. */
  public DiskRoom.Standing room() {
    return room.at(MonotonicClock.now());
  }

  /** Whether an order may begin here of which nothing is on this disk. */
  public boolean takesNewOrders() {
    return room.takesNewOrders(MonotonicClock.now());
  }

  /** What left this disk for the archive so far. */
  public EvictionCounts evictionCounts() {
    return evictionCounts;
  }

  /** All that is bounded here, and what there is of it now. */
  public List<Bound> bounds() {
    List<Bound> bounds = new ArrayList<>(roundBounds);
    bounds.addAll(room.bounds());
    bounds.addAll(store.bounds());
    bounds.addAll(HandoffSettings.TO_PEER.bounds("peer"));
    bounds.addAll(HandoffSettings.TO_ARCHIVE.bounds("archive"));
    bounds.add(ArchiveBatch.bound());
    bounds.addAll(archive.bounds());
    bounds.add(Saying.bound());
    bounds.addAll(Network.bounds(life.actors().settings().config()));
    return bounds;
  }

  public Archive archive() {
    return archive;
  }

  public ActorSystem<?> system() {
    return life.actors();
  }

  @Override
  public void close() {
    life.end();
    archive.close();
    watch.close();
    store.close();
  }
}
