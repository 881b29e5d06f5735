package kassa.ring.sim;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import kassa.ring.membership.PeerClocks;
import kassa.ring.membership.PeerIdentity;
import kassa.ring.membership.Peers;
import kassa.ring.outbox.Destination;
import kassa.ring.placement.PreferenceList;
import kassa.ring.replication.Coordinator;
import kassa.ring.replication.Effect;
import kassa.ring.replication.Recorder;
import kassa.ring.replication.Replica;
import kassa.ring.store.Write;
import kassa.ring.wire.Envelope;
import kassa.ring.wire.RingMessage;
import org.jspecify.annotations.Nullable;

/** One life of a node: what a crash forgets. What is scheduled for it does nothing in the next. */
final class SimLife implements SimRing {
  private static final long HEDGE_TIME = 100;

  private final SimNode node;
  private final NodeId id;
  private final SimDisk disk;
  private final World world;
  private final Replica replica;
  private final Peers peers;
  private final PeerClocks clocks = new PeerClocks();
  private final HybridClock clock;
  private final Incarnation self;
  private final SimPast past;
  private final Coordinator coordinator;
  private final SimHandoffs handoffs;
  private final SimStoodIn stoodIn;
  private final SimSync sync;
  private final Map<Long, Consumer<AppendOutcome>> appends = new HashMap<>();
  private final Map<Long, Consumer<ReadOutcome>> reads = new HashMap<>();
  private final Tenant.Resident resident;
  private long requests;
  private boolean begun;
  private boolean fsyncing;

  SimLife(SimNode node, World world, int number) {
    this.node = node;
    this.id = node.id;
    this.disk = node.disk();
    this.world = world;
    this.replica = new Replica(id, world.placement, disk.register::isComplete);
    this.peers = new Peers(id, HEDGE_TIME);
    this.clock = disk.startClock();
    self = new Incarnation(id, world.now() + number, world.node.nextInt());
    past = new SimPast(node, world, self);
    coordinator =
        new Coordinator(
            id,
            world.placement,
            disk.register::isComplete,
            new Recorder(self, clock),
            peers,
            clocks,
            world.node.nextInt() & 0xffffffffL);
    handoffs = new SimHandoffs(this, disk, world);
    stoodIn = new SimStoodIn(this, disk, world);
    sync = new SimSync(this, disk, world, peers);
    resident = world.tenant().moveIn(this);
  }

  @Override
  public NodeId self() {
    return id;
  }

  @Override
  public PreferenceList preference(Key key) {
    return world.placement.of(key);
  }

  @Override
  public boolean reachable(NodeId peer) {
    return peers.reachable(peer, world.now());
  }

  @Override
  public FactSet local(Key key) {
    return disk.read(key);
  }

  @Override
  public List<Key> open() {
    return disk.open();
  }

  @Override
  public void append(Key key, List<FactDraft> drafts, long timeout, Consumer<AppendOutcome> done) {
    if (isNow()) {
      appends.put(++requests, done);
      long now = world.now();
      perform(coordinator.append(requests, key, drafts, now + timeout, now, now));
    }
  }

  @Override
  public void ensure(Key key, FactSet facts, long timeout, Consumer<AppendOutcome> done) {
    if (isNow()) {
      appends.put(++requests, done);
      perform(coordinator.ensure(requests, key, facts, world.now() + timeout));
    }
  }

  @Override
  public void read(Key key, long timeout, Consumer<ReadOutcome> done) {
    if (isNow()) {
      reads.put(++requests, done);
      perform(coordinator.read(requests, key, disk.read(key), world.now() + timeout, world.now()));
    }
  }

  @Override
  public void send(NodeId to, byte[] parcel) {
    if (!isNow()) {
      return;
    }
    if (to.equals(id)) {
      later(1, () -> resident.receive(id, parcel));
    } else {
      send(to, new RingMessage.Parcel(parcel));
    }
  }

  private boolean isNow() {
    return !begun || node.isInLife(this); // not yet while the resident moves in
  }

  void begin() {
    begun = true;
    scheduleTick();
  }

  private void scheduleTick() {
    later(20, this::tick);
  }

  PeerIdentity identity() {
    return past.identity();
  }

  private void tick() {
    if (past.look()) {
      node.refuse();
      return;
    }
    perform(coordinator.tick(world.now()));
    handoffs.tick();
    stoodIn.tick();
    sync.tick();
    world.ring.nodes().stream()
        .filter(peer -> !peer.equals(id))
        .forEach(peer -> send(peer, new RingMessage.Ping(identity(), world.now())));
    scheduleTick();
  }

  void receive(Envelope envelope) {
    NodeId from = envelope.from();
    peers.heard(from, world.now());
    RingMessage message = envelope.message();
    if (message instanceof RingMessage.Put put) {
      observe(put.facts());
      write(
          new Write(put.key(), put.facts(), replica.owed(put), world.now()),
          prior -> send(from, replica.acknowledge(put, prior)));
      if (world.mutant == Mutant.ACKNOWLEDGE_BEFORE_FSYNC) {
        send(from, replica.acknowledge(put, disk.read(put.key())));
      }
    } else if (message instanceof RingMessage.PutAck ack) {
      observe(ack.unmentioned());
      perform(coordinator.received(from, ack, world.now()));
    } else if (message instanceof RingMessage.Get get) {
      send(from, replica.answer(get, disk.read(get.key())));
    } else if (message instanceof RingMessage.GetAck ack) {
      observe(ack.unmentioned());
      perform(coordinator.received(from, ack, world.now()));
    } else if (message instanceof RingMessage.Deliver deliver) {
      take(from, deliver);
    } else if (message instanceof RingMessage.Delivered delivered) {
      handoffs.delivered(from, delivered.batch());
    } else if (message instanceof RingMessage.Archived archived) {
      settle(Destination.ARCHIVE, archived.dots());
    } else if (message instanceof RingMessage.Parcel parcel) {
      resident.receive(from, parcel.content());
    } else if (message instanceof RingMessage.Ping ping) {
      send(from, new RingMessage.Pong(ping.askedAt(), world.now()));
    } else if (message instanceof RingMessage.Pong pong) {
      clocks.answered(from, pong.askedAt(), pong.wall(), world.now());
    } else {
      sync.receive(from, message);
    }
  }

  private void take(NodeId from, RingMessage.Deliver deliver) {
    Set<Fact> waiting = new HashSet<>(deliver.facts());
    for (Fact fact : deliver.facts()) {
      take(
          fact,
          () -> {
            waiting.remove(fact);
            if (waiting.isEmpty()) {
              send(from, new RingMessage.Delivered(deliver.batch()));
            }
          });
    }
  }

  /** Stores a fact that a peer brought or was asked for. */
  void take(Fact fact, Runnable durable) {
    observe(List.of(fact));
    write(
        new Write(fact.key(), List.of(fact), replica.owed(fact.key()), world.now()),
        prior -> durable.run());
  }

  private void observe(Collection<Fact> facts) {
    facts.forEach(fact -> clock.observe(fact.time(), world.now()));
  }

  void perform(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Commit commit) {
        write(
            new Write(commit.key(), commit.facts(), commit.owed(), world.now()),
            prior -> perform(coordinator.committed(commit.round(), prior, world.now())));
      } else if (effect instanceof Effect.Send send) {
        send(send.to(), send.message());
      } else if (effect instanceof Effect.WriteThrough through) {
        world.archive.writeThrough(
            through.key(),
            through.facts(),
            held ->
                alive(
                    () -> perform(coordinator.writtenThrough(through.round(), held, world.now()))),
            () -> alive(() -> coordinator.writeThroughFailed(through.round(), world.now())));
      } else if (effect instanceof Effect.AskArchive ask) {
        askArchive(ask);
      } else if (effect instanceof Effect.Settle settle) {
        settle(settle.destination(), settle.dots());
      } else if (effect instanceof Effect.Appended appended) {
        appended(appended);
      } else if (effect instanceof Effect.Answered answered) {
        done(reads.remove(answered.request()), answered.outcome());
      }
    }
  }

  private void askArchive(Effect.AskArchive ask) {
    world.archive.read(
        ask.key(),
        held -> alive(() -> perform(coordinator.archiveRead(ask.round(), held, world.now()))));
  }

  /** Either outcome promises that this disk has the facts. */
  private void appended(Effect.Appended appended) {
    Invariant.check(
        appended.outcome().known().stream()
            .filter(fact -> fact.dot().actor().equals(self))
            .allMatch(disk::holds),
        "ackedIsDurable",
        appended);
    done(appends.remove(appended.request()), appended.outcome());
  }

  private <T> void done(@Nullable Consumer<T> waiting, T outcome) {
    Invariant.check(waiting != null, "replayReturnsTheSameOrder", outcome);
    if (waiting != null) {
      waiting.accept(outcome);
    }
  }

  void write(Write write, Consumer<FactSet> durable) {
    disk.queue(write, durable);
    fsyncSoon();
  }

  void settle(Destination destination, Set<Dot> dots) {
    disk.queueSettle(destination, dots);
    fsyncSoon();
  }

  private void fsyncSoon() {
    if (!fsyncing) {
      fsyncing = true;
      later(1 + world.node.nextInt(4), this::fsync);
    }
  }

  private void fsync() {
    fsyncing = false;
    List<Runnable> durable = disk.fsync();
    if (world.faults.diesAfterFsync(node)) {
      return;
    }
    durable.forEach(Runnable::run);
  }

  /** Only the life that was met can be reached: the next one lives at another address. */
  void send(NodeId to, RingMessage message) {
    if (world.isPresentLife(disk.acquaintances.of(to))) {
      world.send(new Envelope(id, to, message));
    }
  }

  @Override
  public void later(long delay, Runnable task) {
    world.schedule(delay, () -> alive(task));
  }

  @Override
  public void whenAwake(Runnable task) {
    alive(
        () -> {
          if (!world.faults.diesBetweenSteps(node)) {
            task.run();
          }
        });
  }

  /** A paused node does what was due when it wakes, however late that is. */
  void alive(Runnable task) {
    if (!node.isInLife(this)) {
      return;
    }
    if (node.isPaused()) {
      world.schedule(20, () -> alive(task));
    } else {
      task.run();
    }
  }
}
