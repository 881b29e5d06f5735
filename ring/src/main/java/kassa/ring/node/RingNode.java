package kassa.ring.node;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
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
import kassa.ring.antientropy.Bootstrap;
import kassa.ring.antientropy.SyncCounts;
import kassa.ring.archive.Archive;
import kassa.ring.archive.ArchiveBatch;
import kassa.ring.archive.CassandraArchive;
import kassa.ring.disk.DiskRoom;
import kassa.ring.eviction.EvictionCounts;
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
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.Drain;
import kassa.ring.outbox.HandoffSettings;
import kassa.ring.outbox.HandoverProgress;
import kassa.ring.placement.Era;
import kassa.ring.placement.Partition;
import kassa.ring.placement.Placement;
import kassa.ring.placement.PreferenceList;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.roster.Eras;
import kassa.ring.roster.RosterChange;
import kassa.ring.smallstate.ChangeOutcome;
import kassa.ring.smallstate.Entry;
import kassa.ring.smallstate.Saying;
import kassa.ring.smallstate.SmallState;
import kassa.ring.store.Agenda;
import kassa.ring.store.LocalStore;
import kassa.ring.store.RocksStore;
import kassa.ring.wire.RingMessage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.MemberStatus;

/** A node of the ring: its machines, in actors, on its disk, with its peers. */
public final class RingNode implements Ring, AutoCloseable {
  private final RingSettings settings;
  private final Memory memory;
  private final NodeState state;
  private final RingClock clock;
  private final DiskRoom room;
  private final DiskWatch watch;
  private final Instant startedAt;
  private final Life life;
  private final Peers peers;
  private final Network network;
  private final LocalStore store;
  private final Archive archive;
  private final RingActors actors;
  private volatile boolean hasMetEnough;

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
    this.state = NodeState.read(settings, store.register());
    this.memory = new Memory(settings, store.register());
    PeerLocator locator = new HttpPeerLocator();
    Past past = Past.of(settings, store.register(), state.present());
    past.askPeers(locator);
    this.life = Life.begin(settings, past, clock, fatal);
    pool.complete(life.actors().executionContext());
    this.peers =
        new Peers(
            settings.self(), RingSettings.HEDGE_TIME, Pulse.turn(eras().members().size() - 1));
    this.network =
        new Network(
            settings.self(),
            settings.fingerprint(),
            Eras.of(settings.ring()).era(),
            eras().era(),
            peers,
            life.actors(),
            memory);
    this.archive = new CassandraArchive(settings.archive());
    this.actors =
        new RingActors(
            settings, state, life, store, archive, clock, clocks, peers, network, agenda, past,
            locator, parcels, fatal);
    this.watch = new DiskWatch(DiskWatch.Look.of(settings.data(), store), room, store, fatal);
  }

  /** Starts an actor of the layer above. The node ends when it does. */
  public <T> ActorRef<T> spawn(String name, Behavior<T> behavior, Props props) {
    return life.spawn(name, behavior, props);
  }

  @Override
  public NodeId self() {
    return settings.self();
  }

  @Override
  public List<NodeId> nodes() {
    return eras().members().stream().map(Member::node).toList();
  }

  @Override
  public PreferenceList preference(Key key) {
    return placement().of(key);
  }

  @Override
  public List<NodeId> homes(Key key) {
    return SlowStart.homes(
        preference(key), Partition.of(key), state.newOwners(), this::began, clock.millis());
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

  @Override
  public boolean hasMetEnough() {
    if (!hasMetEnough) {
      long met = state.others(self()).stream().filter(this::isMet).count();
      long places = 1 + met + (archive.reachable() ? 1 : 0);
      hasMetEnough = places >= settings.ring().replication().w();
    }
    return hasMetEnough;
  }

  private boolean isMet(NodeId other) {
    return peers.lastHeard(other).isPresent();
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
    actors.coordinator().tell(new CoordinatorActor.Append(key, drafts, timeout, outcome));
    return outcome;
  }

  @Override
  public CompletionStage<AppendOutcome> ensure(Key key, FactSet facts, Duration timeout) {
    CompletableFuture<AppendOutcome> outcome = new CompletableFuture<>();
    actors.coordinator().tell(new CoordinatorActor.Ensure(key, facts, timeout, outcome));
    return outcome;
  }

  @Override
  public CompletionStage<ReadOutcome> read(Key key, Duration timeout) {
    CompletableFuture<ReadOutcome> outcome = new CompletableFuture<>();
    long deadline = MonotonicClock.now() + timeout.toMillis();
    actors.coordinator().tell(new CoordinatorActor.Read(key, deadline, outcome));
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
    actors.membership().tell(new MembershipActor.VoteAsked(candidate, era, vote));
    return vote;
  }

  /** What to answer to a peer that asks who and where this node is. */
  public PeerIdentity identity() {
    return life.identity(settings.fingerprint());
  }

  /** What to answer to a node that asks what is remembered of it. */
  public Testimony testimony(NodeId about) {
    return memory.about(about);
  }

  public MemberStatus clusterStatus() {
    return life.clusterStatus();
  }

  public Incarnation incarnation() {
    return life.birth().incarnation();
  }

  public Instant startedAt() {
    return startedAt;
  }

  /** Who owns a share of the ring now. */
  public RingDescriptor descriptor() {
    return placement().ring();
  }

  /** Who owns what now. */
  public Placement placement() {
    return state.placement();
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
    return state.present().eras();
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
    actors.roster().tell(new RosterActor.Change(change, outcome));
    return outcome;
  }

  /** Of how many of its partitions it certainly holds all that it should. */
  public int completePartitions() {
    return (int) placement().ownedBy(self()).stream().filter(state::isComplete).count();
  }

  public LocalStore store() {
    return store;
  }

  /** How fast its outbox towards a destination is emptied. */
  public Drain drain(Destination destination) {
    return state.drain(destination);
  }

  /** How far it is with what others own since the ring changed, and with what it owns itself. */
  public HandoverProgress.Seen handover() {
    return state.handover().at(MonotonicClock.now());
  }

  /**
   * Whether it holds, or owes, something that is not entered in its outbox for those who own it.
   */
  public boolean isHandingOver() {
    Eras eras = eras();
    return !eras.isFirst() && !handover().over().equals(Optional.of(eras.era()));
  }

  /** What this node knows, and has on its disk, of what all nodes must know. */
  public SmallState smallState() {
    return state.smallState();
  }

  /**
   * Whether this directory was ever told all that a peer knows. Until then it may be a lost disk's
   * successor, and what it does not know may have been known for long.
   */
  public boolean hasHeardSmallState() {
    return state.hasHeardSmallState();
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
    return SmallStateActor.change(actors.smallState(), name, change);
  }

  /** How far this node, if it is joining, has fetched what it will own. */
  public Bootstrap.Progress ahead() {
    return state.ahead();
  }

  /** What anti-entropy did so far. */
  public SyncCounts syncCounts() {
    return state.syncCounts();
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
    return state.evictionCounts();
  }

  /** All that is bounded here, and what there is of it now. */
  public List<Bound> bounds() {
    List<Bound> bounds = new ArrayList<>(state.roundBounds());
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
