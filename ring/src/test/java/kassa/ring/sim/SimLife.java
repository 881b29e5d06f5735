package kassa.ring.sim;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import kassa.ring.AppendOutcome;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactDraft;
import kassa.ring.FactSet;
import kassa.ring.HybridClock;
import kassa.ring.Incarnation;
import kassa.ring.Invariant;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.ReadOutcome;
import kassa.ring.Stub;
import kassa.ring.membership.Acquaintance;
import kassa.ring.membership.ClockSkew;
import kassa.ring.membership.PeerClocks;
import kassa.ring.membership.PeerIdentity;
import kassa.ring.membership.Peers;
import kassa.ring.membership.Pulse;
import kassa.ring.outbox.Destination;
import kassa.ring.placement.Era;
import kassa.ring.placement.Partition;
import kassa.ring.placement.Placement;
import kassa.ring.placement.PreferenceList;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.replication.Coordinator;
import kassa.ring.replication.Effect;
import kassa.ring.replication.Recorder;
import kassa.ring.replication.Replica;
import kassa.ring.roster.Eras;
import kassa.ring.roster.Phase;
import kassa.ring.sim.Fault.Moment;
import kassa.ring.store.CommitBatch;
import kassa.ring.store.Write;
import kassa.ring.wire.Envelope;
import kassa.ring.wire.RingMessage;
import org.jspecify.annotations.Nullable;

/**
 * One life of a node: what a crash forgets. What is scheduled for it does nothing in the next, and
 * what it was in the middle of when it died is not gone on with.
 */
final class SimLife implements SimRing {
  private static final long HEDGE_TIME = 200;
  private static final long TICK = 20;

  /** In ticks. */
  private static final int HAND_OFF = 3;

  private static final long PING = Pulse.BEAT / TICK;

  private final SimNode node;
  private final World world;
  private Replica replica;
  private final Peers peers;
  private final Pulse pulse = new Pulse();
  private final PeerClocks clocks = new PeerClocks();
  private final HybridClock clock;
  private final SimPast past;
  private final PeerIdentity identity;
  private final Incarnation self;
  private final Coordinator coordinator;
  private final SimHandoffs handoffs;
  private SimStoodIn stoodIn;
  private SimSync sync;
  private final SimMembership membership;
  private final SimHandover handover;
  private Placement placement;
  private final SimEviction eviction;
  private final Map<Long, Consumer<AppendOutcome>> appends = new HashMap<>();
  private final Map<Long, Consumer<ReadOutcome>> reads = new HashMap<>();
  private Tenant.Resident resident = (from, parcel) -> {};
  private long requests;
  private boolean off;
  private long ahead;

  SimLife(SimNode node, World world, SimPast past, int number) {
    this.node = node;
    this.world = world;
    this.placement = world.placementOf(node.disk().eras());
    this.replica = new Replica(node.id, placement, this::isComplete);
    this.peers = new Peers(node.id, HEDGE_TIME, Pulse.turn(world.nodes().size() - 1));
    this.clock = node.disk().startClock();
    SplittableRandom random = world.dice("life " + number + " of " + node.id);
    this.past = past;
    this.identity = past.bear(node.wall(), random.nextInt());
    this.self = identity.incarnation();
    this.coordinator =
        new Coordinator(
            node.id,
            world.planted(Mutant.ONE_PLACE_IS_ENOUGH) ? world.carelessPlacement : placement,
            this::isComplete,
            new Recorder(self, clock),
            peers,
            clocks,
            random.nextInt() & 0xffffffffL);
    this.handoffs = new SimHandoffs(this, node, world);
    this.membership = new SimMembership(this, node, world);
    this.handover = new SimHandover(this, node, world, peers);
    this.stoodIn = new SimStoodIn(this, node.disk(), world);
    this.sync = new SimSync(this, node.disk(), world, peers, node.disk().eras(), false);
    this.eviction = new SimEviction(this, node, world, clocks);
  }

  void begin() {
    resident = world.tenant().moveIn(this);
    membership.begin();
    later(TICK, () -> tick(1));
  }

  /** One event for all that is done every so often: there are many more of them than of others. */
  private void tick(long number) {
    if (past.isCopy()) {
      node.refuse();
      return;
    }
    if (past.beganTooEarly()) {
      node.startAgain();
      return;
    }
    lookAtClock();
    membership.tick(number);
    perform(coordinator.tick(world.now()));
    stoodIn.tick();
    sync.tick();
    handover.tick();
    eviction.tick();
    if (number % HAND_OFF == 0) {
      handoffs.tick();
    }
    if (number % PING == 0) {
      ping();
    }
    later(TICK, () -> tick(number + 1));
  }

  private void ping() {
    peers.beat(world.now());
    List<NodeId> others =
        world.nodes().stream().map(peer -> peer.id).filter(peer -> !peer.equals(node.id)).toList();
    for (NodeId peer : pulse.due(others, peers, world.now())) {
      peers.asked(peer, world.now());
      world.ping(identity, peer, world.now());
    }
  }

  SimMembership membership() {
    return membership;
  }

  SimHandover handover() {
    return handover;
  }

  /** Who owns what, as this life knows it. */
  Placement placement() {
    return placement;
  }

  boolean isComplete(Partition partition) {
    return sync.isComplete(partition);
  }

  /** Whether this node has all that it must hold. */
  boolean isComplete() {
    return sync.isComplete();
  }

  /** From now on it goes by these. */
  void adopt(Eras eras) {
    placement = placementBy(eras);
    replica = new Replica(node.id, placement, this::isComplete);
    stoodIn = new SimStoodIn(this, node.disk(), world);
    boolean trusts =
        sync.hasFetchedAhead() && world.planted(RingMutant.WHAT_WAS_FETCHED_AHEAD_IS_ALL);
    sync = new SimSync(this, node.disk(), world, peers, eras, trusts);
    if (trusts || world.planted(RingMutant.A_NEW_OWNER_IS_COMPLETE_AT_ONCE)) {
      placement.ownedBy(node.id).forEach(node.disk().register::complete);
    }
    perform(coordinator.adopt(placement, world.now()));
    world.checkCompleteOwners(node.id);
  }

  private Placement placementBy(Eras eras) {
    if (world.planted(RingMutant.WHO_IS_JOINING_COUNTS)) {
      RingDescriptor next = eras.roster().foreseen();
      return new Placement(next, next, eras.bystanders(), eras.era());
    }
    boolean keeps =
        eras.roster().in(Phase.UP).isEmpty()
            && world.planted(RingMutant.EACH_SIDE_KEEPS_ITS_LAST_OWNERS);
    return keeps
        ? new Placement(placement.ring(), placement.ring(), eras.bystanders(), eras.era())
        : world.placementOf(eras);
  }

  void pinged(PeerIdentity from, long askedAt) {
    peers.heard(from.incarnation().node(), world.now());
    node.disk().acquaintances.meet(from);
    world.pong(node.id, from.incarnation(), askedAt, node.wall());
  }

  void ponged(NodeId from, long askedAt, long wall) {
    peers.heard(from, world.now());
    clocks.answered(from, askedAt, wall, world.now());
  }

  /** The time that this node lives by: its own, or the majority's while its own is off. */
  private long time() {
    return node.wall() - ahead;
  }

  /**
   * Looks how far the clock is off. Peers tell ten times a second, so this need not be for ever.
   */
  void lookAtClock() {
    Optional<ClockSkew> skew = clocks.skew(node.wall(), world.now());
    off = skew.isPresent();
    ahead = skew.map(ClockSkew::ahead).orElse(0L);
  }

  Incarnation incarnation() {
    return self;
  }

  @Override
  public NodeId self() {
    return node.id;
  }

  @Override
  public Instant now() {
    return Instant.ofEpochMilli(time());
  }

  @Override
  public boolean isAlive() {
    return node.isInLife(this);
  }

  @Override
  public PreferenceList preference(Key key) {
    return placement.of(key);
  }

  @Override
  public boolean reachable(NodeId peer) {
    return peers.reachable(peer, world.now());
  }

  @Override
  public FactSet local(Key key) {
    return node.disk().read(key);
  }

  /** With a clock that is off there is nothing that could be recorded: others do it. */
  @Override
  public List<Key> open() {
    return off ? List.of() : node.disk().open();
  }

  @Override
  public void append(Key key, List<FactDraft> drafts, long timeout, Consumer<AppendOutcome> done) {
    if (isAlive()) {
      appends.put(++requests, done);
      long now = world.now();
      perform(coordinator.append(requests, key, drafts, now + timeout, node.wall(), now));
    }
  }

  @Override
  public void ensure(Key key, FactSet facts, long timeout, Consumer<AppendOutcome> done) {
    if (isAlive()) {
      appends.put(++requests, done);
      perform(coordinator.ensure(requests, key, facts, world.now() + timeout));
    }
  }

  @Override
  public void read(Key key, long timeout, Consumer<ReadOutcome> done) {
    if (isAlive()) {
      reads.put(++requests, done);
      perform(
          coordinator.read(
              requests, key, () -> node.disk().read(key), world.now() + timeout, world.now()));
    }
  }

  @Override
  public void send(NodeId to, byte[] parcel) {
    if (to.equals(node.id)) {
      later(1, () -> resident.receive(node.id, parcel));
    } else {
      send(to, new RingMessage.Parcel(parcel));
    }
  }

  void receive(Envelope envelope) {
    NodeId from = envelope.from();
    peers.heard(from, world.now());
    if (envelope.isLate(world.now())) {
      world.reach(Faults.Sometimes.NOT_DONE_TOO_LATE);
      return;
    }
    RingMessage message = envelope.message();
    Era era = spokenIn(envelope);
    membership.heard(from, envelope.era());
    if (message instanceof RingMessage.Put put) {
      put(from, put);
    } else if (message instanceof RingMessage.PutAck ack) {
      observe(ack.unmentioned());
      perform(coordinator.received(from, era, overlooked(ack), world.now()));
    } else if (message instanceof RingMessage.Get get) {
      send(from, replica.answer(get, node.disk().read(get.key())));
    } else if (message instanceof RingMessage.GetAck ack) {
      observe(ack.unmentioned());
      perform(coordinator.received(from, era, ack, world.now()));
    } else if (message instanceof RingMessage.Deliver deliver) {
      take(deliver.facts(), Map.of(), () -> send(from, new RingMessage.Delivered(deliver.batch())));
    } else if (message instanceof RingMessage.Delivered delivered) {
      handoffs.delivered(from, delivered.batch());
    } else if (message instanceof RingMessage.Archived archived) {
      settle(Destination.ARCHIVE, archived.dots());
      if (world.planted(Mutant.ARCHIVED_KEYS_INSTEAD_OF_DOTS)) {
        settle(Destination.ARCHIVE, node.disk().dotsBeside(archived.dots()));
      }
    } else if (message instanceof RingMessage.Parcel parcel) {
      resident.receive(from, parcel.content());
    } else if (message instanceof RingMessage.Tell tell) {
      membership.told(from, tell.eras());
    } else {
      sync.receive(from, envelope.era(), message);
      if (message instanceof RingMessage.DigestTell || message instanceof RingMessage.NamesTell) {
        handover.receive(from, envelope.era(), message);
      }
    }
  }

  private Era spokenIn(Envelope envelope) {
    boolean another = !envelope.era().equals(placement.era());
    if (another && envelope.message() instanceof RingMessage.PutAck) {
      world.reach(Operators.Sometimes.AN_ACK_OF_ANOTHER_ERA);
    }
    return world.planted(RingMutant.ANOTHER_ERAS_ACK_COUNTS) ? placement.era() : envelope.era();
  }

  private void put(NodeId from, RingMessage.Put put) {
    observe(put.facts());
    write(
        new Write(put.key(), put.facts(), owed(put), time()),
        prior -> send(from, replica.acknowledge(put, known(prior))));
    if (world.planted(Mutant.ACKNOWLEDGE_BEFORE_FSYNC)) {
      send(from, replica.acknowledge(put, node.disk().read(put.key())));
    }
  }

  private List<Destination> owed(RingMessage.Put put) {
    if (world.planted(Mutant.A_FALLBACK_OWES_NOBODY)) {
      boolean owner = placement.of(put.key()).owners().contains(node.id);
      return owner ? List.of(Destination.ARCHIVE) : List.of();
    }
    return replica.owed(put);
  }

  private FactSet known(FactSet prior) {
    return world.planted(Mutant.ACKS_BRING_NOTHING_BACK) ? FactSet.EMPTY : prior;
  }

  /** A planted neglect of what only the archive holds. */
  private RingMessage.PutAck overlooked(RingMessage.PutAck ack) {
    return world.planted(Mutant.A_STUB_DOES_NOT_STOP_A_CHECKOUT)
        ? new RingMessage.PutAck(ack.round(), ack.unmentioned(), Stub.NONE, ack.complete())
        : ack;
  }

  private FactSet overlooked(FactSet prior) {
    return world.planted(Mutant.A_STUB_DOES_NOT_STOP_A_CHECKOUT)
        ? FactSet.of(prior.inOrder())
        : prior;
  }

  /** Stores facts that a peer brought or was asked for, and stubs. */
  void take(List<Fact> facts, Map<Key, Stub> stubs, Runnable durable) {
    observe(facts);
    List<Write> writes = replica.writes(facts, stubs, time());
    int[] waiting = {writes.size()};
    writes.forEach(
        write ->
            write(
                write,
                prior -> {
                  if (--waiting[0] == 0) {
                    durable.run();
                  }
                }));
  }

  private void observe(Collection<Fact> facts) {
    facts.forEach(fact -> clock.observe(fact.time(), time()));
  }

  private void perform(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Commit commit) {
        commit(commit);
      } else if (effect instanceof Effect.Send send) {
        send(send.to(), send.message(), send.deadline());
      } else if (effect instanceof Effect.WriteThrough through) {
        writeThrough(through);
      } else if (effect instanceof Effect.AskArchive ask) {
        world.archive.read(
            node.id,
            ask.key(),
            held ->
                whenAlive(() -> perform(coordinator.archiveRead(ask.round(), held, world.now()))));
      } else if (effect instanceof Effect.Settle settle) {
        settle(settle.destination(), settle.dots());
      } else if (effect instanceof Effect.Appended appended) {
        appended(appended);
      } else if (effect instanceof Effect.Answered answered) {
        done(reads.remove(answered.request()), notFoundTooSoon(answered.outcome()));
      }
    }
  }

  private void commit(Effect.Commit commit) {
    List<Destination> owed =
        world.planted(Mutant.APPEND_WITHOUT_OUTBOX) ? List.of(Destination.ARCHIVE) : commit.owed();
    write(
        new Write(commit.key(), commit.facts(), owed, time()),
        prior -> {
          perform(coordinator.committed(commit.round(), overlooked(prior), world.now()));
          List<NodeId> owners = preference(commit.key()).owners();
          if (world.planted(Mutant.COORDINATOR_COUNTS_FOR_THE_OWNER_IT_STANDS_IN_FOR)
              && !owners.contains(node.id)) {
            var itself = new RingMessage.PutAck(commit.round(), List.of(), Stub.NONE, true);
            perform(coordinator.received(owners.get(0), placement.era(), itself, world.now()));
          }
        });
  }

  private void writeThrough(Effect.WriteThrough through) {
    long round = through.round();
    world.archive.writeThrough(
        this,
        through.key(),
        through.facts(),
        held -> whenAlive(() -> perform(coordinator.writtenThrough(round, held, world.now()))),
        () -> whenAlive(() -> coordinator.writeThroughFailed(round, world.now())));
  }

  private ReadOutcome notFoundTooSoon(ReadOutcome outcome) {
    boolean empty = outcome instanceof ReadOutcome.Unreachable found && found.facts().isEmpty();
    return empty && world.planted(Mutant.NOT_FOUND_WITHOUT_A_NO_FROM_EVERY_NODE)
        ? new ReadOutcome.NotFound()
        : outcome;
  }

  /** Either outcome promises that this disk has the facts. */
  private void appended(Effect.Appended appended) {
    Invariant.check(
        appended.outcome().known().stream()
            .filter(fact -> fact.dot().actor().equals(self))
            .allMatch(f -> node.disk().knows(f) || world.copies.placesLost(f.dot()) > 0),
        "ackedIsDurable",
        appended);
    if (appended.outcome() instanceof AppendOutcome.Unread) {
      world.reach(Faults.Sometimes.UNREAD);
    }
    done(appends.remove(appended.request()), appended.outcome());
  }

  private <T> void done(@Nullable Consumer<T> waiting, T outcome) {
    Invariant.check(waiting != null, "answeredOnce", outcome);
    if (waiting != null && isAlive()) {
      waiting.accept(outcome);
    }
  }

  void write(Write write, Consumer<FactSet> durable) {
    if (isAlive()) {
      node.disk().queue(write, durable);
      commitSoon();
    }
  }

  /** Owes the archive all that is here once more: {@code archive replay}. */
  void replay() {
    SimDisk disk = node.disk();
    long since = node.wall();
    for (FactSet held : disk.all()) {
      shelve(
          batch -> batch.owe(Destination.ARCHIVE, disk.notOwed(held.inOrder()), since), () -> {});
    }
  }

  void shelve(Consumer<CommitBatch> work, Runnable durable) {
    if (isAlive()) {
      node.disk().queueShelving(work, durable);
      commitSoon();
    }
  }

  void settle(Destination destination, Set<Dot> dots) {
    if (isAlive() && !dots.isEmpty()) {
      node.disk().queueSettle(destination, dots);
      commitSoon();
    }
  }

  private void commitSoon() {
    if (node.disk().isBusy()) {
      return;
    }
    boolean sync = node.disk().begin();
    long fsync = 1L + world.dice("fsync " + node.id).nextInt(3) + world.faults.diskDelay(node.id);
    later(sync ? fsync : 1, () -> committed(sync));
  }

  private void committed(boolean sync) {
    if (world.faults.diskFails(node, sync) || world.faults.dies(node, Moment.BEFORE_FSYNC)) {
      return;
    }
    List<Runnable> durable = node.disk().finish();
    if (world.faults.dies(node, Moment.AFTER_FSYNC)) {
      return;
    }
    for (Runnable told : durable) {
      if (isAlive()) {
        told.run();
      }
    }
    if (isAlive() && node.disk().hasQueued()) {
      commitSoon();
    }
  }

  void send(NodeId to, RingMessage message) {
    send(to, message, Envelope.NONE);
  }

  private void send(NodeId to, RingMessage message, long deadline) {
    Optional<Acquaintance> met = node.disk().acquaintances.of(to);
    if (isAlive() && met.isPresent() && met.get().forgotten().isEmpty()) {
      peers.asked(to, world.now());
      world.send(new Envelope(node.id, to, placement.era(), message, deadline), met.get().latest());
      world.faults.dies(node, Moment.AFTER_SEND);
    }
  }

  @Override
  public void later(long delay, Runnable task) {
    world.schedule(delay, () -> whenAlive(task));
  }

  @Override
  public void whenAwake(Runnable task) {
    whenAlive(
        () -> {
          if (!world.faults.dies(node, Moment.BETWEEN_STEPS)) {
            task.run();
          }
        });
  }

  /** Does it now or when the node is awake, unless this life is over by then. */
  void whenAlive(Runnable task) {
    node.whenAwake(
        () -> {
          if (isAlive()) {
            task.run();
          }
        });
  }
}
