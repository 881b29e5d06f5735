package kassa.ring.sim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.Invariant;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.membership.Acquaintance;
import kassa.ring.outbox.Destination;
import kassa.ring.placement.Partition;
import kassa.ring.placement.Placement;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.placement.RingDescriptor.Replication;
import kassa.ring.wire.Envelope;
import kassa.ring.wire.RingCodec;
import org.jspecify.annotations.Nullable;

/**
 * A ring under one thread, virtual milliseconds, and faults drawn from a seed. Every component has
 * a random stream of its own, so that a change in one leaves the others' draws as they were.
 *
 * <p>Phases: a {@link Tenant}'s load under faults; then everything heals; then the outboxes drain
 * and the tenant settles; then the checkers of what must hold in the end.
 */
public final class World {
  static final Comparator<Destination> BY_LABEL = Comparator.comparing(Destination::label);

  private static final long FAULTS_END = 20_000;
  private static final long DRAINED_BY = 200_000;

  private record Event(long at, long order, Runnable task) {}

  public final RingDescriptor ring;
  final Placement placement;
  final Mutant mutant;
  final Random network;
  final Random node;
  final SimArchive archive;
  final Faults faults;

  private final long seed;
  private final Map<NodeId, SimNode> nodes = new TreeMap<>();
  private final List<SimDisk> lost = new ArrayList<>();
  private final Map<Enum<?>, Integer> reached = new LinkedHashMap<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
  private @Nullable Tenant tenant;
  private long now = 1_000;
  private long order;
  private long trace;

  public World(long seed, int size) {
    this(seed, size, Mutant.NONE);
  }

  World(long seed, int size, Mutant mutant) {
    this.seed = seed;
    this.mutant = mutant;
    this.network = stream("network");
    this.node = stream("node");
    this.archive = new SimArchive(this);
    this.faults = new Faults(this);
    this.ring =
        new RingDescriptor(
            "sim",
            Replication.DEFAULT,
            IntStream.rangeClosed(1, size).mapToObj(World::member).toList());
    this.placement = new Placement(ring);
    ring.nodes().forEach(id -> nodes.put(id, new SimNode(id, this)));
  }

  private static Member member(int i) {
    return new Member(new NodeId("n" + i), "z" + i % 3, "h" + i + ":1", "m" + i + ":1");
  }

  /** The random stream of one component. */
  public Random stream(String component) {
    return new Random(seed * 1_000_003 + component.hashCode());
  }

  /** Runs all phases and returns the hash of everything that happened. To be called once. */
  public long run(Tenant living) {
    tenant = living;
    nodes.values().forEach(SimNode::start);
    living.begin();
    faults.begin();
    runUntil(FAULTS_END);
    faults.heal();
    runUntil(FAULTS_END + 5_000);
    while (now < DRAINED_BY && !(drained() && living.isSettled() && unequal().isEmpty())) {
      runUntil(now + 1_000);
    }
    hintsDrain();
    ownersAreEqual();
    living.check();
    return trace;
  }

  Tenant tenant() {
    if (tenant == null) {
      throw new IllegalStateException("nobody lives here yet");
    }
    return tenant;
  }

  /** Virtual milliseconds, the same for all: clocks do not drift here. */
  public long now() {
    return now;
  }

  /** Whether things still go wrong. */
  public boolean faulty() {
    return now < FAULTS_END;
  }

  public void schedule(long delay, Runnable task) {
    events.add(new Event(now + delay, order++, task));
  }

  /** Notes that a rare state was reached. */
  public void reach(Enum<?> state) {
    reached.merge(state, 1, Integer::sum);
  }

  public Set<Enum<?>> reached() {
    return reached.keySet();
  }

  /** Makes an event count for the trace. */
  public void note(String what) {
    trace = trace * 31 + what.hashCode() + now;
  }

  /** On how many disks a fact is; the archive counts as one while it stands in. */
  public long places(Key key, Dot dot) {
    long disks = nodes.values().stream().filter(n -> n.disk().read(key).contains(dot)).count();
    return disks + (archive.standsInFor(dot) ? 1 : 0);
  }

  /** On how many disks that were lost it was. */
  public long placesLost(Fact fact) {
    return lost.stream().filter(disk -> disk.holds(fact)).count();
  }

  void lost(SimDisk disk) {
    lost.add(disk);
  }

  /** The partitions of a node that it compares with other owners. */
  List<Partition> compared(NodeId id) {
    return placement.ownedBy(id).stream().filter(tenant().compared()::contains).toList();
  }

  /** Owners of a key that say they are complete and yet do not hold a fact of it. */
  public long completeWithout(Fact fact) {
    Partition partition = Partition.of(fact.key());
    return placement.of(partition).owners().stream()
        .map(this::node)
        .filter(n -> n.disk().register.isComplete(partition) && !n.isDeluded())
        .filter(n -> !n.disk().holds(fact))
        .count();
  }

  /**
   * Whether a disk may be lost: what was on an earlier lost one is on all owners again, and all of
   * them are complete.
   */
  boolean mayLoseDisk() {
    boolean complete =
        nodes.values().stream()
            .allMatch(n -> compared(n.id).stream().allMatch(n.disk().register::isComplete));
    return !tenant().compared().isEmpty() && (lost.isEmpty() || (complete && unequal().isEmpty()));
  }

  private SimNode node(NodeId id) {
    SimNode found = nodes.get(id);
    if (found == null) {
      throw new IllegalArgumentException("no node " + id);
    }
    return found;
  }

  /** What a node's disk holds of a key, whether the node is up or not. */
  public FactSet onDisk(NodeId id, Key key) {
    return node(id).disk().read(key);
  }

  /** The union of what all disks hold of a key. */
  public FactSet everywhere(Key key) {
    FactSet all = FactSet.EMPTY;
    for (SimNode n : nodes.values()) {
      all = all.union(n.disk().read(key));
    }
    return all;
  }

  /** The keys of which any disk holds facts. */
  public Set<Key> keys() {
    Set<Key> keys = new TreeSet<>();
    nodes.values().forEach(n -> keys.addAll(n.disk().keys()));
    return keys;
  }

  /** Whether whoever was met has had no other life since. */
  boolean isPresentLife(Optional<Acquaintance> met) {
    return met.map(Acquaintance::latest)
        .filter(
            life ->
                nodes.values().stream()
                    .flatMap(n -> n.identity().stream())
                    .anyMatch(i -> i.incarnation().equals(life)))
        .isPresent();
  }

  Collection<SimNode> nodes() {
    return nodes.values();
  }

  void send(Envelope envelope) {
    byte[] bytes = RingCodec.encode(envelope);
    int copies = faulty() && network.nextInt(50) == 0 ? 2 : 1;
    if (copies == 2) {
      reach(Faults.Sometimes.MESSAGE_DOUBLED);
    }
    for (int i = 0; i < copies; i++) {
      if (network.nextInt(100) < faults.lossPercent()) {
        reach(Faults.Sometimes.MESSAGE_LOST);
      } else {
        int delay = 1 + network.nextInt(network.nextInt(20) == 0 ? 150 : 5);
        schedule(delay, () -> arrive(envelope, bytes));
      }
    }
  }

  private void arrive(Envelope envelope, byte[] bytes) {
    SimNode to = nodes.get(envelope.to());
    if (to == null || !to.isUp() || faults.isCut(envelope.from(), envelope.to())) {
      return;
    }
    if (to.isPaused()) {
      schedule(50, () -> arrive(envelope, bytes));
      return;
    }
    // Not the bytes: the order within a set differs from one Java process to the next.
    String kind = envelope.message().getClass().getSimpleName();
    note(envelope.from() + ">" + envelope.to() + " " + kind + " " + bytes.length);
    to.receive(bytes);
  }

  private void runUntil(long end) {
    while (!events.isEmpty() && events.peek().at() <= end) {
      Event event = events.poll();
      now = event.at();
      event.task().run();
    }
    now = end;
  }

  private boolean drained() {
    return nodes.values().stream().allMatch(n -> n.disk().outbox().isEmpty());
  }

  private void hintsDrain() {
    for (SimNode n : nodes.values()) {
      Invariant.check(n.disk().outbox().isEmpty(), "hintsDrain", n.id + " " + n.disk().outbox());
    }
  }

  private void ownersAreEqual() {
    Optional<String> unequal = unequal();
    Invariant.check(unequal.isEmpty(), "ownersAreEqual", unequal);
  }

  private Optional<String> unequal() {
    for (Key key : keys()) {
      FactSet all = everywhere(key);
      for (NodeId owner : placement.of(key).owners()) {
        if (!onDisk(owner, key).equals(all)) {
          return Optional.of(
              key + " at " + owner + " lacks " + all.without(onDisk(owner, key).dots()));
        }
      }
      // What came to the archive from a disk that was lost with it was never acknowledged.
      FactSet archived = archive.read(key);
      boolean more = archived.without(all.dots()).stream().anyMatch(f -> placesLost(f) == 0);
      if (more || !archived.containsAll(all)) {
        return Optional.of(key + " in the archive");
      }
    }
    return Optional.empty();
  }
}
