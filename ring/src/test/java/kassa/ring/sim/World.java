package kassa.ring.sim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.Incarnation;
import kassa.ring.Invariant;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.Stub;
import kassa.ring.membership.PeerIdentity;
import kassa.ring.outbox.Destination;
import kassa.ring.placement.Era;
import kassa.ring.placement.Generation;
import kassa.ring.placement.Partition;
import kassa.ring.placement.Placement;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.placement.RingDescriptor.Replication;
import kassa.ring.roster.Eras;
import kassa.ring.roster.Phase;
import kassa.ring.roster.Roster;
import kassa.ring.roster.Seat;
import kassa.ring.wire.Envelope;
import kassa.ring.wire.RingMessage;
import org.jspecify.annotations.Nullable;

/**
 * A ring under one thread, in virtual milliseconds, that suffers a {@link Plan}. The same plan
 * gives the same trace in every Java process.
 *
 * <p>Phases: the plan's operations under its faults; then everything heals, and the {@link Tenant}
 * tries whether all works; then the outboxes drain and the tenant settles; then the checkers of
 * what must hold in the end. What must always hold is checked in every event that could break it.
 */
public final class World {
  static final Comparator<Destination> BY_LABEL = Comparator.comparing(Destination::label);

  /** Nodes that may come in. */
  static final int SPARE = 2;

  private static final long BEGIN = 1_000;
  private static final long HEALING = 3_000;
  private static final long DRAINED_WITHIN = 180_000;

  /**
   * A fact that W owners have stored.
   *
   * @param charges who had to keep it: first those that stored it, and then the owners of each era
   *     that began after that and has all
   */
  private record OnOwners(Fact fact, List<Charge> charges) {}

  /**
   * @param roster by which they are owners
   * @param witnesses those of them that have the fact
   */
  private record Charge(Roster roster, List<NodeId> witnesses) {}

  private record Event(long at, long order, Runnable task) {}

  public final RingDescriptor ring;
  public final Copies copies = new Copies();
  final Traffic traffic = new Traffic();
  final Operators operators;
  final Placement carelessPlacement;
  final SimArchive archive;
  final Faults faults;

  private final Plan plan;
  private final @Nullable Bug planted;
  private final Consumer<String> tracer;
  private final Dice dice;
  private final Map<NodeId, SimNode> nodes = new TreeMap<>();
  private final Map<String, Integer> ties = new HashMap<>();
  private final Map<String, Integer> occurred = new TreeMap<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
  private final Map<Fault, SimDisk> oldDisks = new HashMap<>();
  private final Map<Partition, List<OnOwners>> onOwners = new HashMap<>();
  private Set<Partition> compared = Set.of();
  private final boolean evicting;
  private final boolean changing;
  private final Map<List<Object>, Placement> placements = new HashMap<>();
  private final IdentityHashMap<Eras, Placement> placed = new IdentityHashMap<>();
  private @Nullable Tenant tenant;
  private long now;
  private long order;
  private long trace;
  private boolean faulty = true;

  /**
   * @param planted a bug, or null for the system as it is
   * @param tracer gets a line for whatever happens
   */
  World(Plan plan, @Nullable Bug planted, Consumer<String> tracer) {
    this.plan = plan;
    this.planted = planted;
    this.tracer = tracer;
    this.dice = new Dice(plan.seed());
    this.evicting = dice.of("evicting").nextBoolean();
    this.archive = new SimArchive(this);
    this.faults = new Faults(this);
    this.ring = ring(plan.nodes(), Replication.DEFAULT);
    this.operators = new Operators(this);
    this.changing =
        plan.steps().stream()
            .anyMatch(
                timed ->
                    timed.step() instanceof Fault.ChangeRing || timed.step() instanceof Fault.Gone);
    Placement placement = placementOf(ring);
    this.carelessPlacement =
        planted(Mutant.ONE_PLACE_IS_ENOUGH)
            ? new Placement(ring(plan.nodes(), new Replication(3, 1, 3)))
            : placement;
    ring.nodes().forEach(id -> nodes.put(id, new SimNode(id, this)));
    if (changing) {
      Plan.nodes(plan.nodes() + SPARE).stream()
          .skip(plan.nodes())
          .forEach(
              id -> {
                SimNode spare = new SimNode(id, this);
                spare.waitToJoin();
                nodes.put(id, spare);
              });
    }
  }

  /** Whether members come and go. */
  public boolean isChanging() {
    return changing;
  }

  /** Worked out once for each era. */
  Placement placementOf(Eras eras) {
    return placed.computeIfAbsent(
        eras,
        unknown ->
            placements.computeIfAbsent(
                List.of(
                    eras.current().descriptor(),
                    eras.roster().foreseen(),
                    eras.bystanders(),
                    eras.era()),
                key -> eras.placement()));
  }

  Placement placementOf(RingDescriptor descriptor) {
    return placements.computeIfAbsent(List.of(descriptor), unknown -> new Placement(descriptor));
  }

  static Seat seat(NodeId node, int count) {
    Member member = member(node, "z" + Plan.nodes(count + SPARE).indexOf(node) % 3);
    return new Seat(
        Generation.FIRST, Phase.JOINING, member.zone(), member.http(), member.management());
  }

  /** Who owns what in a ring of so many nodes. */
  public static Placement placement(int nodes) {
    return new Placement(ring(nodes, Replication.DEFAULT));
  }

  private static RingDescriptor ring(int count, Replication replication) {
    List<NodeId> nodes = Plan.nodes(count);
    return new RingDescriptor(
        "sim",
        replication,
        nodes.stream().map(n -> member(n, "z" + nodes.indexOf(n) % 3)).toList());
  }

  private static Member member(NodeId node, String zone) {
    return new Member(node, zone, node + ":1", node + ":2");
  }

  /** Lives through all phases. To be called once. */
  void run(Tenant living) {
    tenant = living;
    compared = comparing() ? living.partitions() : Set.of();
    nodes.values().forEach(SimNode::start); // but those that wait to join
    copyBeforeRestoring();
    for (Plan.Timed timed : plan.steps()) {
      events.add(new Event(BEGIN + timed.at(), order++, () -> perform(timed, living)));
    }
    runUntil(BEGIN + plan.faultsEnd());
    faulty = false;
    note("heal");
    faults.heal();
    runUntil(now + HEALING);
    if (changing) {
      settleMembers();
    }
    living.healed();
    runUntil(now + HEALING);
    faults.replay();
    long end = now + DRAINED_WITHIN;
    while (now < end && !(drained() && living.isSettled() && unequal().isEmpty())) {
      runUntil(now + 500);
      if (changing) {
        operators.tidyUp();
      }
    }
    if (changing) {
      Optional<String> unsettled = operators.unsettled();
      Invariant.check(unsettled.isEmpty(), "serviceRecovers", unsettled);
    }
    hintsDrain();
    ownersAreEqual();
    living.check();
  }

  /** Until all know of one ring, and all who are there are in it. */
  private void settleMembers() {
    for (int i = 0; i < 60 && operators.unsettled().isPresent(); i++) {
      operators.tidyUp();
      runUntil(now + 500);
    }
  }

  /** Where no disk loses anything, outboxes must do alone; now and then. */
  private boolean comparing() {
    boolean needed =
        changing
            || plan.steps().stream()
                .anyMatch(
                    timed ->
                        timed.step() instanceof Fault.LoseDisk
                            || timed.step() instanceof Fault.RestoreOldDisk
                            || timed.step() instanceof Fault.LoseFacts);
    return needed || dice.of("compared").nextInt(4) == 0;
  }

  private void perform(Plan.Timed timed, Tenant living) {
    note("step " + timed.number() + ": " + timed.step());
    if (timed.step() instanceof Fault fault) {
      faults.begin(fault);
    } else {
      living.perform(timed.step());
    }
  }

  private void copyBeforeRestoring() {
    for (Plan.Timed timed : plan.steps()) {
      long at = BEGIN + timed.at();
      if (timed.step() instanceof Fault.ArchiveRestored restored) {
        events.add(new Event(Math.max(0, at - restored.age()), order++, archive::copy));
      } else if (timed.step() instanceof Fault.RestoreOldDisk old) {
        long copied = Math.max(BEGIN, at - old.age());
        events.add(
            new Event(copied, order++, () -> oldDisks.put(old, node(old.node()).disk().copy())));
      }
    }
  }

  /** The disk of a node as it was when it was copied for this fault. */
  SimDisk copyFor(Fault.RestoreOldDisk fault) {
    SimDisk copy = oldDisks.remove(fault);
    if (copy == null) {
      throw new IllegalStateException("no copy was made for " + fault);
    }
    return copy;
  }

  /** Whether another disk than this one has a fact, or left it to the archive. */
  boolean isElsewhere(Fact fact, SimDisk disk) {
    return nodes.values().stream().anyMatch(n -> n.disk() != disk && n.disk().knows(fact));
  }

  /** What a disk leaves to the archive is there. */
  void checkArchived(Key key, Stub stub, NodeId node) {
    FactSet archived = archive.read(key);
    stub.hashes()
        .forEach(
            (dot, hash) ->
                Invariant.check(
                    archived.stream().anyMatch(f -> f.dot().equals(dot) && f.hash() == hash),
                    "ackedIsDurable",
                    node + " left " + dot + " of " + key + " to an archive that lacks it"));
  }

  /** Whether facts leave disks for the archive; in half of the seeds. */
  boolean evicting() {
    return evicting;
  }

  List<NodeId> holders(Fact fact) {
    return nodes.values().stream().filter(n -> n.disk().knows(fact)).map(n -> n.id).toList();
  }

  /** The keys of a partition of which any disk holds facts, in order. */
  Collection<Key> keysOf(Partition partition) {
    return copies.keys(partition);
  }

  /** The partitions that owners compare, in order. */
  List<Partition> compared() {
    return compared.stream().sorted(Comparator.comparing(Partition::number)).toList();
  }

  /**
   * W owners have stored a fact, as its coordinator knows owners: from now on any R complete owners
   * must know it (rules R7 and R12).
   */
  public void storedOnOwners(Fact fact, NodeId coordinator) {
    Partition partition = Partition.of(fact.key());
    OnOwners stored = new OnOwners(fact, new ArrayList<>());
    charge(stored, node(coordinator).eras(), partition);
    onOwners.computeIfAbsent(partition, p -> new ArrayList<>()).add(stored);
    if (changing) {
      checkCompleteOwners(partition);
    }
  }

  /**
   * Whose word the coordinator had. Who got it in another era is a place, and no owner's word (rule
   * R12): unless without it there are too few, and then it was counted.
   */
  private void charge(OnOwners stored, Eras eras, Partition partition) {
    Placement placement = placementOf(eras);
    List<NodeId> know =
        placement.of(partition).owners().stream()
            .filter(owner -> node(owner).disk().knows(stored.fact()))
            .toList();
    List<NodeId> inThisEra =
        know.stream().filter(owner -> eraOf(node(owner)).equals(placement.era())).toList();
    boolean enough = inThisEra.size() >= ring.replication().w();
    stored.charges().add(new Charge(eras.roster(), enough ? inThisEra : know));
  }

  void checkCompleteOwners(NodeId of) {
    Placement placement = placementOf(node(of).eras());
    onOwners.keySet().stream()
        .filter(partition -> placement.of(partition).owners().contains(of))
        .forEach(this::checkCompleteOwners);
  }

  /** In each era that anybody goes by. */
  void checkCompleteOwners(Partition partition) {
    List<OnOwners> all = onOwners.getOrDefault(partition, List.of());
    if (all.isEmpty()) {
      return;
    }
    Map<Era, SimNode> eras = new TreeMap<>();
    nodes.values().stream().filter(SimNode::isThere).forEach(n -> eras.put(eraOf(n), n));
    for (SimNode one : eras.values()) {
      List<NodeId> owners = placementOf(one.eras()).of(partition).owners();
      List<SimNode> complete =
          owners.stream()
              .map(this::node)
              .filter(n -> eraOf(n).equals(eraOf(one)) && n.isComplete(partition))
              .toList();
      int enough = Math.min(ring.replication().r(), owners.size());
      for (OnOwners stored : all) {
        List<NodeId> without =
            complete.stream().filter(n -> !n.disk().knows(stored.fact())).map(n -> n.id).toList();
        if (without.size() >= enough
            && !isNotOwedTo(one.eras(), stored)
            && !(changing && copies.wasForgotten(stored.fact().dot()))) {
          String missing = without + ", complete owners, do not know " + stored;
          Invariant.check(false, "ackedIsDurable", missing);
        }
        if (one.eras().past().isEmpty()
            && stored.charges().stream().noneMatch(c -> c.roster().equals(one.eras().roster()))) {
          charge(stored, one.eras(), partition);
        }
      }
    }
  }

  private Era eraOf(SimNode node) {
    return placementOf(node.eras()).era();
  }

  /**
   * Whether an era need not know a fact: it does not come after the one in which that was stored,
   * or all who had to keep it in an era before were declared dead since, and what others bring back
   * comes as from anybody.
   */
  private static boolean isNotOwedTo(Eras eras, OnOwners stored) {
    Roster roster = eras.roster();
    List<Charge> before =
        stored.charges().stream().filter(c -> roster.join(c.roster()).equals(roster)).toList();
    return !before.contains(stored.charges().get(0))
        || before.stream()
            .anyMatch(c -> c.witnesses().stream().noneMatch(n -> stays(n, c.roster(), eras)));
  }

  /** Who owned though it was dead stays as that, and when it comes in again. */
  private static boolean stays(NodeId node, Roster before, Eras after) {
    Seat had = before.seat(node).orElseThrow();
    Seat has = after.roster().seat(node).orElseThrow();
    boolean owns = after.current().descriptor().member(node).isPresent();
    boolean same = has.generation().equals(had.generation());
    if (had.phase() == Phase.DEAD) {
      int next = had.generation().number() + 1;
      return same || (has.generation().number() == next && has.phase() != Phase.DEAD);
    }
    return same && (has.phase() != Phase.DEAD || owns);
  }

  /**
   * Whether a disk may be lost, or what the archive stood in for: what was lost before is on all
   * owners again, and all of them are complete.
   */
  boolean mayLosePlaces() {
    boolean complete =
        nodes.values().stream()
            .filter(SimNode::isThere)
            .allMatch(
                n ->
                    placementOf(n.eras()).ownedBy(n.id).stream()
                        .filter(compared::contains)
                        .allMatch(n.disk().register::isComplete));
    boolean settled = !changing || operators.unsettled().isEmpty();
    return complete && settled && (!copies.wasAnyLost() || unequal().isEmpty());
  }

  public Plan plan() {
    return plan;
  }

  Tenant tenant() {
    if (tenant == null) {
      throw new IllegalStateException("nobody lives here yet");
    }
    return tenant;
  }

  /** True virtual milliseconds, which no node knows. */
  public long now() {
    return now;
  }

  /** Whether things still go wrong. */
  public boolean faulty() {
    return faulty;
  }

  public boolean planted(Bug bug) {
    return bug.equals(planted);
  }

  public void schedule(long delay, Runnable task) {
    events.add(new Event(now + delay, order++, task));
  }

  /**
   * Chance for one purpose at this very time; several draws for one purpose in one millisecond
   * differ. See {@link Dice}.
   */
  public SplittableRandom dice(String purpose) {
    int nth = ties.merge(purpose, 1, Integer::sum);
    return dice.of(purpose, now, nth);
  }

  /** Chance that does not depend on when it is asked for. */
  public Dice dice() {
    return dice;
  }

  /** Notes that a rare state was reached. */
  public void reach(Enum<?> state) {
    occurred(state.name());
  }

  public void occurred(String what) {
    occurred.merge(what, 1, Integer::sum);
  }

  /** Makes an event count for the trace. */
  public void note(String what) {
    trace = trace * 31 + what.hashCode() + now;
    if (tracer != Run.UNTRACED) {
      tracer.accept("%7d  %s".formatted(now - BEGIN, what));
    }
  }

  long trace() {
    return trace;
  }

  long eventCount() {
    return order;
  }

  Map<String, Integer> occurrences() {
    return occurred;
  }

  /** What a node's disk holds of a key, whether the node is up or not. */
  public FactSet onDisk(NodeId id, Key key) {
    return node(id).disk().read(key);
  }

  SimNode node(NodeId id) {
    SimNode node = nodes.get(id);
    if (node == null) {
      throw new IllegalArgumentException("no node " + id);
    }
    return node;
  }

  Collection<SimNode> nodes() {
    return nodes.values();
  }

  /**
   * A message leaves.
   *
   * @param address the life that is meant, since each has another
   */
  void send(Envelope envelope, Incarnation address) {
    byte[] bytes = traffic.sent(envelope, now);
    long sentAt = now;
    String kind = envelope.message().getClass().getSimpleName();
    String what = envelope.from() + ">" + envelope.to() + " " + kind;
    SimNode to = node(envelope.to());
    carry(
        envelope.from(),
        to,
        what,
        () -> {
          if (to.livesAt(address)) {
            // Not the bytes: the order within a set differs from one Java process to the next.
            note(what + " " + bytes.length);
            to.receive(bytes, sentAt);
          } else {
            reach(Faults.Sometimes.MESSAGE_FOR_AN_EARLIER_LIFE);
          }
        });
  }

  /** A life says where it is, to whichever life the other node is in. */
  void ping(PeerIdentity from, NodeId peer, long askedAt) {
    SimNode to = node(peer);
    NodeId self = from.incarnation().node();
    traffic.sent(
        new Envelope(self, peer, eraOf(node(self)), new RingMessage.Ping(from, askedAt)), now);
    carry(self, to, self + ">" + peer + " Ping", () -> to.pinged(from, askedAt));
  }

  /** Its answer, which tells what the other's clock shows. */
  void pong(NodeId from, Incarnation asker, long askedAt, long wall) {
    SimNode to = node(asker.node());
    traffic.sent(
        new Envelope(from, asker.node(), eraOf(node(from)), new RingMessage.Pong(askedAt, wall)),
        now);
    carry(
        from,
        to,
        from + ">" + to.id + " Pong",
        () -> {
          if (to.livesAt(asker)) {
            to.ponged(from, askedAt, wall);
          }
        });
  }

  /** Small state goes from one node to another. */
  void gossip(NodeId from, SimNode to, Eras known) {
    carry(
        from,
        to,
        from + ">" + to.id + " Gossip",
        () -> to.life().ifPresent(life -> life.membership().carried(known)));
  }

  private void carry(NodeId from, SimNode to, String what, Runnable arrival) {
    SplittableRandom random = dice(what);
    if (random.nextInt(100) < faults.lossPercent()) {
      reach(Faults.Sometimes.MESSAGE_LOST);
    } else {
      deliver(from, to, delay(random), arrival);
    }
    if (faults.isActive(Fault.MessagesTwice.class, f -> random.nextInt(100) < f.percent())) {
      reach(Faults.Sometimes.MESSAGE_DOUBLED);
      int late = faults.of(Fault.MessagesTwice.class).mapToInt(f -> f.millis()).max().orElse(1);
      deliver(from, to, delay(random) + random.nextInt(late), arrival);
    }
  }

  private long delay(SplittableRandom random) {
    long delay = 1L + random.nextInt(3);
    if (faults.isActive(Fault.MessagesLate.class, f -> random.nextInt(100) < f.percent())) {
      reach(Faults.Sometimes.MESSAGE_LATE);
      int late = faults.of(Fault.MessagesLate.class).mapToInt(f -> f.millis()).max().orElse(1);
      delay += random.nextInt(late);
    }
    return delay;
  }

  private void deliver(NodeId from, SimNode to, long delay, Runnable arrival) {
    schedule(
        delay,
        () -> {
          if (faults.isCut(from, to.id)) {
            reach(Faults.Sometimes.MESSAGE_CUT_OFF);
          } else {
            to.whenAwake(arrival);
          }
        });
  }

  private void runUntil(long end) {
    while (!events.isEmpty() && events.peek().at() <= end) {
      Event event = events.remove();
      if (event.at() > now) {
        now = event.at();
        ties.clear();
      }
      event.task().run();
    }
    now = end;
    ties.clear();
  }

  private boolean drained() {
    return !(changing && operators.unsettled().isPresent())
        && nodes.values().stream().allMatch(n -> n.disk().owesNothing());
  }

  private void hintsDrain() {
    for (SimNode n : nodes.values()) {
      Invariant.check(n.disk().owesNothing(), "hintsDrain", n.id + " " + n.disk().owed());
    }
  }

  private void ownersAreEqual() {
    Optional<String> unequal = unequal();
    Invariant.check(unequal.isEmpty(), "ownersAreEqual", unequal);
  }

  private Optional<String> unequal() {
    if (changing && operators.unsettled().isPresent()) {
      return operators.unsettled();
    }
    Placement placement =
        placementOf(
            nodes.values().stream().filter(SimNode::isThere).findFirst().orElseThrow().eras());
    for (Key key : copies.keys()) {
      FactSet all = copies.everywhere(key);
      for (NodeId owner : placement.of(key).owners()) {
        FactSet held = onDisk(owner, key);
        if (!all.stream().allMatch(fact -> held.knows(fact.dot()))) {
          return Optional.of(
              "%s at %s of %s lacks %s"
                  .formatted(
                      key,
                      owner,
                      placement.of(key).owners(),
                      all.stream()
                          .filter(fact -> !held.knows(fact.dot()))
                          .map(fact -> fact + " on " + holders(fact))
                          .toList()));
        }
      }
      if (!copies.isAllOf(key, archive.read(key))) {
        return Optional.of(key + " in the archive");
      }
    }
    return Optional.empty();
  }
}
