package kassa.ring.sim;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
import kassa.ring.archive.ArchiveNotice;
import kassa.ring.membership.PeerIdentity;
import kassa.ring.membership.Peers;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.Handoff;
import kassa.ring.outbox.HandoffSettings;
import kassa.ring.placement.PreferenceList;
import kassa.ring.replication.Coordinator;
import kassa.ring.replication.Effect;
import kassa.ring.replication.Recorder;
import kassa.ring.replication.Replica;
import kassa.ring.store.Write;
import kassa.ring.wire.Envelope;
import kassa.ring.wire.RingCodec;
import kassa.ring.wire.RingMessage;
import org.jspecify.annotations.Nullable;

/** A node: the machines that run in production, around a disk that outlives them. */
final class SimNode {
  private static final long HEDGE_TIME = 100;

  final NodeId id;
  final SimDisk disk;
  private final World world;
  private final Replica replica;
  private int lives;
  private @Nullable Life life;
  private boolean paused;

  SimNode(NodeId id, World world) {
    this.id = id;
    this.world = world;
    this.disk = new SimDisk(() -> world.tenant().agenda());
    this.replica = new Replica(id, world.ring);
  }

  boolean isUp() {
    return life != null;
  }

  boolean isPaused() {
    return paused;
  }

  void start() {
    life = new Life();
    life.begin();
  }

  void crash() {
    life = null;
    paused = false;
    disk.crash();
  }

  void pause(boolean on) {
    paused = on;
  }

  void receive(byte[] bytes) {
    if (life != null) {
      life.receive(RingCodec.decode(bytes));
    }
  }

  /** What a crash forgets. Whatever is scheduled for one life does nothing in the next. */
  private final class Life implements SimRing {
    private final Peers peers = new Peers(id, HEDGE_TIME);
    private final HybridClock clock = new HybridClock();
    private final Coordinator coordinator;
    private final Map<Destination, Handoff> handoffs = new TreeMap<>(World.BY_LABEL);
    private final Map<Long, Consumer<AppendOutcome>> appends = new HashMap<>();
    private final Map<Long, Consumer<ReadOutcome>> reads = new HashMap<>();
    private final Tenant.Resident resident;
    private long requests;
    private final Incarnation self;
    private boolean fsyncing;

    Life() {
      self = new Incarnation(id, world.now() + lives++, world.node.nextInt());
      coordinator =
          new Coordinator(
              id, world.ring, new Recorder(self, clock), peers, world.node.nextInt() & 0xffffffffL);
      world.ring.nodes().stream()
          .filter(node -> !node.equals(id))
          .forEach(node -> handoff(Destination.peer(node), HandoffSettings.TO_PEER));
      handoff(Destination.ARCHIVE, HandoffSettings.TO_ARCHIVE);
      resident = world.tenant().moveIn(this);
    }

    @Override
    public NodeId self() {
      return id;
    }

    @Override
    public PreferenceList preference(Key key) {
      return PreferenceList.of(key, world.ring);
    }

    @Override
    public boolean reachable(NodeId node) {
      return peers.reachable(node, world.now());
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
    public void append(
        Key key, List<FactDraft> drafts, long timeout, Consumer<AppendOutcome> done) {
      if (isNow()) {
        appends.put(++requests, done);
        long now = world.now();
        perform(coordinator.append(requests, key, drafts, now + timeout, now));
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
        perform(coordinator.read(requests, key, disk.read(key), world.now() + timeout));
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
      return life == null || life == this; // null while the resident moves in
    }

    private void handoff(Destination destination, HandoffSettings settings) {
      handoffs.put(
          destination, new Handoff(settings, world.node.nextInt() & 0xffffffffL, world.node));
    }

    void begin() {
      scheduleTick();
    }

    private void scheduleTick() {
      later(20, this::tick);
    }

    private void tick() {
      perform(coordinator.tick(world.now()));
      handoffs.forEach(this::handOff);
      world.ring.nodes().stream()
          .filter(node -> !node.equals(id))
          .forEach(
              node ->
                  send(node, new RingMessage.Ping(new PeerIdentity(self, id.value(), "", true))));
      scheduleTick();
    }

    private void handOff(Destination destination, Handoff handoff) {
      boolean reachable =
          !(destination instanceof Destination.Peer peer)
              || peers.reachable(peer.node(), world.now());
      if (!handoff.wantsBatch(reachable, world.now())) {
        return;
      }
      HandoffSettings settings =
          destination instanceof Destination.Peer
              ? HandoffSettings.TO_PEER
              : HandoffSettings.TO_ARCHIVE;
      List<Fact> facts =
          disk.owed(
              destination,
              id,
              world.now() - settings.grace(),
              world.now() - settings.foreignGrace(),
              20);
      handoff
          .loaded(facts, world.now())
          .ifPresent(
              batch -> {
                if (world.mutant == Mutant.DROP_HINT_BEFORE_STORED) {
                  settle(destination, dotsOf(facts));
                }
                if (destination instanceof Destination.Peer peer) {
                  send(peer.node(), new RingMessage.Deliver(batch, facts));
                } else {
                  archive(handoff, batch, facts);
                }
              });
    }

    private void archive(Handoff handoff, long batch, List<Fact> facts) {
      world.archive.write(
          facts,
          () -> alive(() -> archived(handoff, batch, facts)),
          () -> alive(() -> handoff.failed(batch, world.now())));
    }

    private void archived(Handoff handoff, long batch, List<Fact> facts) {
      Set<Dot> done = handoff.delivered(batch);
      settle(Destination.ARCHIVE, done);
      ArchiveNotice.of(facts, world.ring, id)
          .forEach((owner, dots) -> send(owner, new RingMessage.Archived(dots)));
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
        perform(coordinator.received(from, ack));
      } else if (message instanceof RingMessage.Get get) {
        send(from, replica.answer(get, disk.read(get.key())));
      } else if (message instanceof RingMessage.GetAck ack) {
        perform(coordinator.received(from, ack));
      } else if (message instanceof RingMessage.Deliver deliver) {
        take(from, deliver);
      } else if (message instanceof RingMessage.Delivered delivered) {
        Handoff handoff = handoffs.get(Destination.peer(from));
        if (handoff != null) {
          settle(Destination.peer(from), handoff.delivered(delivered.batch()));
        }
      } else if (message instanceof RingMessage.Archived archived) {
        settle(Destination.ARCHIVE, archived.dots());
      } else if (message instanceof RingMessage.Parcel parcel) {
        resident.receive(from, parcel.content());
      } else if (message instanceof RingMessage.Ping) {
        send(from, new RingMessage.Pong());
      }
    }

    private void take(NodeId from, RingMessage.Deliver deliver) {
      observe(deliver.facts());
      Set<Fact> waiting = new HashSet<>(deliver.facts());
      for (Fact fact : deliver.facts()) {
        write(
            new Write(fact.key(), List.of(fact), replica.owed(fact.key()), world.now()),
            prior -> {
              waiting.remove(fact);
              if (waiting.isEmpty()) {
                send(from, new RingMessage.Delivered(deliver.batch()));
              }
            });
      }
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
        } else if (effect instanceof Effect.Settle settle) {
          settle(settle.destination(), settle.dots());
        } else if (effect instanceof Effect.Appended appended) {
          done(appends.remove(appended.request()), appended.outcome());
        } else if (effect instanceof Effect.Answered answered) {
          done(reads.remove(answered.request()), answered.outcome());
        }
      }
    }

    private <T> void done(@Nullable Consumer<T> waiting, T outcome) {
      Invariant.check(waiting != null, "replayReturnsTheSameOrder", outcome);
      if (waiting != null) {
        waiting.accept(outcome);
      }
    }

    private void write(Write write, Consumer<FactSet> durable) {
      disk.queue(write, durable);
      fsyncSoon();
    }

    private void settle(Destination destination, Set<Dot> dots) {
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
      if (world.faults.diesAfterFsync(SimNode.this)) {
        return;
      }
      durable.forEach(Runnable::run);
    }

    private void send(NodeId to, RingMessage message) {
      world.send(new Envelope(id, to, message));
    }

    @Override
    public void later(long delay, Runnable task) {
      world.schedule(delay, () -> alive(task));
    }

    @Override
    public void whenAwake(Runnable task) {
      alive(
          () -> {
            if (!world.faults.diesBetweenSteps(SimNode.this)) {
              task.run();
            }
          });
    }

    /** A paused node does what was due when it wakes, however late that is. */
    private void alive(Runnable task) {
      if (life != this) {
        return;
      }
      if (paused) {
        world.schedule(20, () -> alive(task));
      } else {
        task.run();
      }
    }
  }

  private static Set<Dot> dotsOf(List<Fact> facts) {
    Set<Dot> dots = new HashSet<>();
    facts.forEach(fact -> dots.add(fact.dot()));
    return dots;
  }
}
