package kassa.ring.sim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kassa.ring.AppendOutcome;
import kassa.ring.Fact;
import kassa.ring.FactDraft;
import kassa.ring.FactSet;
import kassa.ring.Invariant;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.outbox.Destination;
import kassa.ring.placement.PreferenceList;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.placement.RingDescriptor.Replication;
import kassa.ring.wire.Envelope;
import kassa.ring.wire.RingCodec;

/**
 * A ring under one thread, virtual milliseconds, and faults drawn from a seed. Every component has
 * a random stream of its own, so that a change in one leaves the others' draws as they were.
 *
 * <p>Phases: appends under faults; then everything heals; then the outboxes drain; then the
 * checkers of what must hold in the end.
 */
final class World {
  static final Comparator<Destination> BY_LABEL = Comparator.comparing(Destination::label);

  private static final long FAULTS_END = 20_000;
  private static final long DRAINED_BY = 200_000;
  private static final int KEYS = 12;

  /** Rare states that a simulator worth its name must reach. */
  enum Sometimes {
    CRASHED,
    DIED_BETWEEN_FSYNC_AND_ANSWER,
    PAUSED,
    CUT,
    ARCHIVE_AWAY,
    MESSAGE_LOST,
    MESSAGE_DOUBLED,
    STORED,
    TOO_FEW_REPLICAS,
    STORED_WITH_FALLBACK,
    LEARNED_FROM_AN_ACK
  }

  private record Event(long at, long order, Runnable task) {}

  final RingDescriptor ring;
  final Mutant mutant;
  final Random network;
  final Random node;
  final SimArchive archive = new SimArchive(this);
  final Map<Sometimes, Integer> reached = new EnumMap<>(Sometimes.class);

  private final Random faults;
  private final Random load;
  private final Map<NodeId, SimNode> nodes = new TreeMap<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
  private final Map<Long, Key> requests = new LinkedHashMap<>();
  private final List<Fact> acknowledged = new ArrayList<>();
  private final Set<Key> keys = new HashSet<>();
  private Set<NodeId> side = Set.of();
  private boolean oneWay;
  private int lossPercent;
  private long now = 1_000;
  private long order;
  private long trace;

  World(long seed, int size, Mutant mutant) {
    this.mutant = mutant;
    this.network = new Random(seed);
    this.node = new Random(seed + 1_000_003);
    this.faults = new Random(seed + 2_000_003);
    this.load = new Random(seed + 3_000_017);
    List<Member> members =
        IntStream.rangeClosed(1, size)
            .mapToObj(
                i -> new Member(new NodeId("n" + i), "z" + i % 3, "h" + i + ":1", "m" + i + ":1"))
            .toList();
    this.ring = new RingDescriptor("sim", Replication.DEFAULT, members);
    ring.nodes().forEach(id -> nodes.put(id, new SimNode(id, this)));
  }

  /** Runs all phases and returns the hash of everything that happened. */
  long run() {
    nodes.values().forEach(SimNode::start);
    schedule(300, this::nextAppend);
    schedule(500, this::nextFault);
    runUntil(FAULTS_END);
    heal();
    runUntil(FAULTS_END + 5_000);
    while (now < DRAINED_BY && !drained()) {
      runUntil(now + 1_000);
    }
    ackedIsDurable();
    hintsDrain();
    ownersAreEqual();
    return trace;
  }

  long now() {
    return now;
  }

  boolean faulty() {
    return now < FAULTS_END;
  }

  void schedule(long delay, Runnable task) {
    events.add(new Event(now + delay, order++, task));
  }

  void send(Envelope envelope) {
    byte[] bytes = RingCodec.encode(envelope);
    int copies = faulty() && network.nextInt(50) == 0 ? 2 : 1;
    if (copies == 2) {
      reach(Sometimes.MESSAGE_DOUBLED);
    }
    for (int i = 0; i < copies; i++) {
      if (network.nextInt(100) < lossPercent) {
        reach(Sometimes.MESSAGE_LOST);
      } else {
        int delay = 1 + network.nextInt(network.nextInt(20) == 0 ? 150 : 5);
        schedule(delay, () -> arrive(envelope, bytes));
      }
    }
  }

  void appended(long request, AppendOutcome outcome) {
    Key key = requests.get(request);
    note("answer " + request + " " + outcome);
    if (outcome instanceof AppendOutcome.Stored stored) {
      reach(Sometimes.STORED);
      if (stored.replicas().hinted() > 0) {
        reach(Sometimes.STORED_WITH_FALLBACK);
      }
      List<Fact> own =
          stored.known().stream()
              .filter(f -> new String(f.payload(), StandardCharsets.UTF_8).equals("" + request))
              .toList();
      if (own.size() < stored.known().size()) {
        reach(Sometimes.LEARNED_FROM_AN_ACK);
      }
      acknowledged.addAll(own);
      own.forEach(this::ackedIsDurable);
    } else {
      reach(Sometimes.TOO_FEW_REPLICAS);
    }
    Invariant.check(key != null, "replayReturnsTheSameOrder", request);
  }

  /** A node may die in the very moment between fsync and answer. */
  boolean diesAfterFsync(SimNode node) {
    if (!faulty() || faults.nextInt(300) != 0) {
      return false;
    }
    reach(Sometimes.DIED_BETWEEN_FSYNC_AND_ANSWER);
    crash(node);
    return true;
  }

  private void arrive(Envelope envelope, byte[] bytes) {
    SimNode to = nodes.get(envelope.to());
    if (to == null || !to.isUp() || isCut(envelope.from(), envelope.to())) {
      return;
    }
    if (to.isPaused()) {
      schedule(50, () -> arrive(envelope, bytes));
      return;
    }
    note(envelope.from() + ">" + envelope.to() + " " + envelope.message());
    to.receive(bytes);
  }

  private void nextAppend() {
    List<SimNode> up = nodes.values().stream().filter(n -> n.isUp() && !n.isPaused()).toList();
    SimNode coordinator = up.isEmpty() ? null : up.get(load.nextInt(up.size()));
    Key key = new Key("k" + load.nextInt(KEYS));
    long request = requests.size() + 1L;
    if (coordinator != null) {
      requests.put(request, key);
      keys.add(key);
      byte[] mark = ("" + request).getBytes(StandardCharsets.UTF_8);
      List<FactDraft> drafts =
          IntStream.rangeClosed(0, load.nextInt(2))
              .mapToObj(i -> new FactDraft("step" + i, mark))
              .toList();
      coordinator.append(request, key, drafts);
    }
    if (faulty()) {
      schedule(20 + load.nextInt(160), this::nextAppend);
    }
  }

  private void nextFault() {
    if (!faulty()) {
      return;
    }
    List<SimNode> all = List.copyOf(nodes.values());
    SimNode victim = all.get(faults.nextInt(all.size()));
    switch (faults.nextInt(8)) {
      case 0, 1 -> {
        if (victim.isUp()) {
          crash(victim);
        }
      }
      case 2 -> {
        if (victim.isUp()) {
          reach(Sometimes.PAUSED);
          victim.pause(true);
          schedule(200 + faults.nextInt(4_000), () -> victim.pause(false));
        }
      }
      case 3 -> {
        reach(Sometimes.CUT);
        oneWay = faults.nextInt(3) == 0;
        side =
            all.stream()
                .filter(n -> faults.nextBoolean())
                .map(n -> n.id)
                .collect(Collectors.toSet());
        schedule(500 + faults.nextInt(5_000), () -> side = Set.of());
      }
      case 4 -> {
        reach(Sometimes.ARCHIVE_AWAY);
        archive.up(false);
        schedule(500 + faults.nextInt(6_000), () -> archive.up(true));
      }
      case 5 -> lossPercent = faults.nextInt(20);
      default -> lossPercent = 0;
    }
    schedule(300 + faults.nextInt(1_500), this::nextFault);
  }

  private void crash(SimNode victim) {
    reach(Sometimes.CRASHED);
    note("crash " + victim.id);
    victim.crash();
    schedule(
        300 + faults.nextInt(4_000),
        () -> {
          if (!victim.isUp()) {
            victim.start();
          }
        });
  }

  private void heal() {
    side = Set.of();
    lossPercent = 0;
    archive.up(true);
    nodes.values().forEach(n -> n.pause(false));
    nodes.values().stream().filter(n -> !n.isUp()).forEach(SimNode::start);
  }

  private void runUntil(long end) {
    while (!events.isEmpty() && events.peek().at() <= end) {
      Event event = events.poll();
      now = event.at();
      event.task().run();
    }
    now = end;
  }

  private boolean isCut(NodeId from, NodeId to) {
    boolean across = side.contains(from) != side.contains(to);
    return across && (!oneWay || side.contains(from));
  }

  private boolean drained() {
    return nodes.values().stream().allMatch(n -> n.disk.outbox().isEmpty());
  }

  private void ackedIsDurable() {
    acknowledged.forEach(this::ackedIsDurable);
  }

  private void ackedIsDurable(Fact fact) {
    long places = nodes.values().stream().filter(n -> n.disk.holds(fact)).count();
    Invariant.check(
        places >= ring.replication().w(), "ackedIsDurable", fact + " on " + places + " places");
  }

  private void hintsDrain() {
    for (SimNode n : nodes.values()) {
      Invariant.check(n.disk.outbox().isEmpty(), "hintsDrain", n.id + " " + n.disk.outbox());
    }
  }

  private void ownersAreEqual() {
    for (Key key : keys) {
      FactSet all = FactSet.EMPTY;
      for (SimNode n : nodes.values()) {
        all = all.union(n.disk.read(key));
      }
      for (NodeId owner : PreferenceList.of(key, ring).owners()) {
        SimNode n = nodes.get(owner);
        Invariant.check(
            n != null && n.disk.read(key).equals(all), "ownersAreEqual", key + " at " + owner);
      }
      Invariant.check(archive.read(key).equals(all), "ownersAreEqual", key + " in the archive");
    }
  }

  private void reach(Sometimes state) {
    reached.merge(state, 1, Integer::sum);
  }

  private void note(String what) {
    trace = trace * 31 + what.hashCode() + now;
  }
}
