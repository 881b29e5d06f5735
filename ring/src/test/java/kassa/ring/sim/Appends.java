package kassa.ring.sim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kassa.ring.AppendOutcome;
import kassa.ring.Fact;
import kassa.ring.FactDraft;
import kassa.ring.Invariant;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.Replicas;
import kassa.ring.placement.Partition;
import kassa.ring.store.Agenda;

/** The ring alone: appends of facts about nothing. */
final class Appends implements Tenant {
  private static final int KEYS = 12;

  /** Rare states that must be reached. */
  enum Sometimes {
    STORED,
    TOO_FEW_REPLICAS,
    STORED_WITH_FALLBACK,
    STORED_WITH_ARCHIVE,
    LEARNED_FROM_AN_ACK
  }

  private final World world;
  private final Random load;
  private final Map<NodeId, SimRing> rings = new TreeMap<>();
  private final List<Fact> acknowledged = new ArrayList<>();
  private final List<Fact> onOwners = new ArrayList<>();
  private final Set<Partition> compared;
  private long requests;

  Appends(World world) {
    this.world = world;
    this.load = world.stream("load");
    this.compared =
        world.stream("compared").nextBoolean()
            ? IntStream.range(0, KEYS)
                .mapToObj(i -> Partition.of(key(i)))
                .collect(Collectors.toUnmodifiableSet())
            : Set.of();
  }

  @Override
  public Agenda agenda() {
    return Agenda.NONE;
  }

  @Override
  public Set<Partition> compared() {
    return compared;
  }

  @Override
  public Resident moveIn(SimRing ring) {
    rings.put(ring.self(), ring);
    return (from, parcel) -> {};
  }

  @Override
  public void begin() {
    world.schedule(300, this::nextAppend);
    world.schedule(500, this::watch);
  }

  @Override
  public boolean isSettled() {
    return true;
  }

  @Override
  public void check() {
    acknowledged.forEach(this::ackedIsDurable);
    onOwners.forEach(this::completeOwnersKnow);
  }

  private void watch() {
    onOwners.forEach(this::completeOwnersKnow);
    if (world.faulty()) {
      world.schedule(250, this::watch);
    }
  }

  private void nextAppend() {
    List<SimRing> all = List.copyOf(rings.values());
    SimRing coordinator = all.get(load.nextInt(all.size()));
    Key key = key(load.nextInt(KEYS));
    String mark = "" + ++requests;
    List<FactDraft> drafts =
        IntStream.rangeClosed(0, load.nextInt(2))
            .mapToObj(i -> new FactDraft("step" + i, mark.getBytes(StandardCharsets.UTF_8)))
            .toList();
    coordinator.append(key, drafts, 1_000, outcome -> appended(coordinator.self(), mark, outcome));
    if (world.faulty()) {
      world.schedule(20 + load.nextInt(160), this::nextAppend);
    }
  }

  private void appended(NodeId coordinator, String mark, AppendOutcome outcome) {
    world.note("answer " + mark + " " + outcome);
    for (Fact fact : factsOf(mark, outcome)) {
      Invariant.check(
          world.onDisk(coordinator, fact.key()).contains(fact.dot()),
          "ackedIsDurable",
          fact + " is not on the disk of " + coordinator + " itself");
    }
    if (outcome instanceof AppendOutcome.Stored stored) {
      world.reach(Sometimes.STORED);
      if (stored.replicas().hinted() > 0) {
        world.reach(Sometimes.STORED_WITH_FALLBACK);
      }
      if (stored.replicas().archive()) {
        world.reach(Sometimes.STORED_WITH_ARCHIVE);
      }
      List<Fact> own = factsOf(mark, outcome);
      if (own.size() < stored.known().size()) {
        world.reach(Sometimes.LEARNED_FROM_AN_ACK);
      }
      acknowledged.addAll(own);
      own.forEach(this::wasDurable);
      Replicas replicas = stored.replicas();
      int owners = replicas.acked() - replicas.hinted() - (replicas.archive() ? 1 : 0);
      if (owners >= replicas.required()) {
        onOwners.addAll(own);
      }
    } else {
      world.reach(Sometimes.TOO_FEW_REPLICAS);
    }
  }

  private static List<Fact> factsOf(String mark, AppendOutcome outcome) {
    return outcome.known().stream()
        .filter(f -> new String(f.payload(), StandardCharsets.UTF_8).equals(mark))
        .toList();
  }

  /** When it was acknowledged; a disk that was lost since then counts. */
  private void wasDurable(Fact fact) {
    atLeastW(fact, world.places(fact.key(), fact.dot()) + world.placesLost(fact));
  }

  private void ackedIsDurable(Fact fact) {
    atLeastW(fact, world.places(fact.key(), fact.dot()));
  }

  private void atLeastW(Fact fact, long places) {
    Invariant.check(
        places >= world.ring.replication().w(),
        "ackedIsDurable",
        fact + " on " + places + " places");
  }

  /** Any R complete owners must know what W owners stored (rule R7). */
  private void completeOwnersKnow(Fact fact) {
    long without = world.completeWithout(fact);
    Invariant.check(
        without < world.ring.replication().r(),
        "ackedIsDurable",
        without + " complete owners do not know " + fact);
  }

  private static Key key(int number) {
    return new Key("k" + number);
  }
}
