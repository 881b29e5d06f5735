package kassa.ring.sim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kassa.ring.AppendOutcome;
import kassa.ring.Fact;
import kassa.ring.FactDraft;
import kassa.ring.FactSet;
import kassa.ring.Invariant;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.ReadOutcome;
import kassa.ring.placement.Partition;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.store.Agenda;

/** The ring alone: appends and reads of facts about nothing. */
public final class Appends implements Tenant {
  private static final int KEYS = 24;
  private static final long TIMEOUT = 1_000;

  /** Rare states that must be reached. */
  public enum Sometimes {
    STORED,
    STORED_ON_A_FALLBACK,
    STORED_IN_THE_ARCHIVE,
    TOO_FEW_REPLICAS,
    EVICTED_KEY_APPENDED,
    EVICTED_KEY_READ,
    CLOCK_OFF,
    LEARNED_FROM_AN_ACK,
    READ_FOUND,
    READ_NOT_FOUND,
    READ_UNREACHABLE
  }

  /** Facts of one key are appended at a node. */
  record Append(NodeId node, Key key, int facts, int mark) implements Step {
    @Override
    public String kind() {
      return "Append";
    }

    @Override
    public boolean isFault() {
      return false;
    }
  }

  record Read(NodeId node, Key key) implements Step {
    @Override
    public String kind() {
      return "Read";
    }

    @Override
    public boolean isFault() {
      return false;
    }
  }

  private final World world;
  private final Map<NodeId, SimRing> rings = new TreeMap<>();
  private final Map<Key, List<Fact>> acknowledged = new TreeMap<>();
  private final Map<Key, List<Fact>> onOwners = new TreeMap<>();
  private final List<NodeId> recovered = new ArrayList<>();

  public Appends(World world) {
    this.world = world;
  }

  /** Appends and reads alone, under all faults. */
  public static Stage stage(int operations) {
    return new Stage() {
      @Override
      public Plan plan(long seed) {
        Plan.Draft draft = new Plan.Draft();
        draw(seed, operations, draft);
        Swarm.draw(seed, draft);
        return draft.plan(seed, Swarm.nodes(seed), Swarm.faultsEnd(seed));
      }

      @Override
      public Tenant tenant(World world) {
        return new Appends(world);
      }

      @Override
      public Set<String> mustReach() {
        return Appends.mustReach();
      }

      @Override
      public List<Bug> bugs() {
        return List.of(Mutant.values());
      }

      @Override
      public String command() {
        return Stage.command("./kassa sim --ring", operations);
      }
    };
  }

  /** The same in small rings whose members come and go. */
  public static Stage changing(int operations) {
    return new Stage() {
      @Override
      public Plan plan(long seed) {
        Plan.Draft draft = new Plan.Draft();
        int nodes = Swarm.nodesThatChange(seed);
        draw(seed, nodes, operations, draft);
        Swarm.drawChanges(seed, draft);
        drawAfterCuts(seed, nodes, draft);
        drawBeforeLosses(seed, draft);
        return draft.plan(seed, nodes, Swarm.faultsEnd(seed));
      }

      @Override
      public Tenant tenant(World world) {
        return new Appends(world);
      }

      @Override
      public Set<String> mustReach() {
        return Stream.of(Operators.Sometimes.values())
            .map(Enum::name)
            .collect(Collectors.toCollection(TreeSet::new));
      }

      @Override
      public List<Bug> bugs() {
        return List.of(RingMutant.values());
      }

      @Override
      public String command() {
        return Stage.command("./kassa sim --changing", operations);
      }
    };
  }

  /** Adds operations to a plan. */
  public static void draw(long seed, int operations, Plan.Draft draft) {
    draw(seed, Swarm.nodes(seed), operations, draft);
  }

  private static void draw(long seed, int count, int operations, Plan.Draft draft) {
    SplittableRandom random = new Dice(seed).of("appends");
    List<NodeId> nodes = Plan.nodes(count);
    for (int i = 1; i <= operations; i++) {
      NodeId node = nodes.get(random.nextInt(nodes.size()));
      Key key = key(random.nextInt(KEYS));
      Step step =
          random.nextInt(4) == 0
              ? new Read(node, key)
              : new Append(node, key, 1 + random.nextInt(2), i);
      draft.add(random.nextLong(Swarm.faultsEnd(seed)), step);
    }
  }

  /** Who comes out of a cut goes by what was before it, for a moment. */
  private static void drawAfterCuts(long seed, int count, Plan.Draft draft) {
    SplittableRandom random = new Dice(seed).of("after cuts");
    int mark = 1_000_000;
    for (Plan.Timed timed : draft.steps()) {
      if (timed.step() instanceof Fault.Cut cut
          && timed.at() + cut.lasts() < Swarm.faultsEnd(seed)) {
        for (NodeId node : Plan.nodes(count)) {
          for (int within : List.of(15, 15, 100, 100, 100)) {
            long at = timed.at() + cut.lasts() + random.nextInt(within);
            draft.add(at, new Append(node, key(random.nextInt(KEYS)), 1, mark++));
          }
        }
      }
    }
  }

  /** Some of what is lost with a disk was on its way. */
  private static void drawBeforeLosses(long seed, Plan.Draft draft) {
    SplittableRandom random = new Dice(seed).of("before losses");
    int mark = 2_000_000;
    for (Plan.Timed timed : draft.steps()) {
      if (timed.step() instanceof Fault.LoseDisk lost) {
        for (int i = 0; i < 10; i++) {
          long at = Math.max(0, timed.at() - random.nextInt(600));
          draft.add(at, new Append(lost.node(), key(random.nextInt(KEYS)), 1, mark++));
        }
      }
    }
  }

  /** Rare states of the ring itself. */
  public static Set<String> mustReach() {
    return Stream.of(Faults.Sometimes.values(), Sometimes.values())
        .flatMap(Stream::of)
        .map(Enum::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public Agenda agenda() {
    return Agenda.NONE;
  }

  @Override
  public Set<Partition> partitions() {
    Set<Partition> all = new HashSet<>();
    IntStream.range(0, KEYS).forEach(i -> all.add(Partition.of(key(i))));
    world.nodes().forEach(node -> all.add(Partition.of(healed(node.id))));
    return all;
  }

  private static Key key(int number) {
    return new Key("k" + number);
  }

  private static Key healed(NodeId node) {
    return new Key("healed-" + node);
  }

  @Override
  public Resident moveIn(SimRing ring) {
    rings.put(ring.self(), ring);
    return (from, parcel) -> {};
  }

  @Override
  public void perform(Step step) {
    if (step instanceof Append append) {
      String mark = "" + append.mark();
      List<Fact> before = onOwners(append.key());
      boolean evicted = isEvicted(append.node(), append.key());
      ring(append.node())
          .append(
              append.key(),
              drafts(append.facts(), mark),
              TIMEOUT,
              outcome -> {
                appended(append.node(), mark, outcome);
                isARead(append, before, outcome);
                if (evicted && outcome instanceof AppendOutcome.Stored) {
                  world.reach(Sometimes.EVICTED_KEY_APPENDED);
                }
              });
    } else if (step instanceof Read read) {
      List<Fact> before = heldByOthers(read, acknowledged(read.key()));
      FactSet known = world.onDisk(read.node(), read.key());
      ring(read.node())
          .read(
              read.key(),
              TIMEOUT,
              outcome -> {
                found(read, before, outcome);
                if (outcome instanceof ReadOutcome.Found found) {
                  isWhole(read, known, found);
                }
              });
    }
  }

  /** Every node takes facts again. */
  @Override
  public void healed() {
    for (NodeId node : rings.keySet()) {
      ring(node)
          .append(
              healed(node),
              drafts(1, "healed"),
              TIMEOUT,
              outcome -> {
                appended(node, "healed", outcome);
                if (outcome instanceof AppendOutcome.Stored) {
                  recovered.add(node);
                }
              });
    }
  }

  @Override
  public boolean isSettled() {
    return onTooFewPlaces().isEmpty();
  }

  /** Of what was acknowledged: a place that was lost may still have to be made up for. */
  private Optional<Fact> onTooFewPlaces() {
    int w = world.ring.replication().w();
    return acknowledged.values().stream()
        .flatMap(List::stream)
        .filter(fact -> world.copies.places(fact.dot()) < w)
        .findFirst();
  }

  @Override
  public void check() {
    Optional<Fact> few = onTooFewPlaces();
    Invariant.check(few.isEmpty(), "ackedIsDurable", few + " is on too few places in the end");
    long there = rings.keySet().stream().filter(node -> world.node(node).isThere()).count();
    Invariant.check(recovered.size() == there, "serviceRecovers", "only " + recovered);
  }

  private SimRing ring(NodeId node) {
    SimRing ring = rings.get(node);
    if (ring == null) {
      throw new IllegalArgumentException("no node " + node);
    }
    return ring;
  }

  private List<Fact> acknowledged(Key key) {
    return List.copyOf(acknowledged.getOrDefault(key, List.of()));
  }

  /**
   * Of what was acknowledged what is on a disk that a no has to come from: a node that was declared
   * dead is not asked, unless it owns something.
   */
  private List<Fact> heldByOthers(Read read, List<Fact> some) {
    List<NodeId> there =
        world.node(read.node()).eras().members().stream().map(Member::node).toList();
    return some.stream()
        .filter(
            fact -> !world.isChanging() || world.holders(fact).stream().anyMatch(there::contains))
        .toList();
  }

  private List<Fact> onOwners(Key key) {
    return List.copyOf(onOwners.getOrDefault(key, List.of()));
  }

  /** Whether a node left facts of a key to the archive. */
  private boolean isEvicted(NodeId node, Key key) {
    return !world.onDisk(node, key).isWhole();
  }

  private static List<FactDraft> drafts(int facts, String mark) {
    return IntStream.range(0, facts)
        .mapToObj(i -> new FactDraft("step" + i, mark.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  private void appended(NodeId coordinator, String mark, AppendOutcome outcome) {
    world.note("answer " + mark + " " + outcome.getClass().getSimpleName());
    List<Fact> own = factsOf(mark, outcome);
    for (Fact fact : own) {
      Invariant.check(
          world.onDisk(coordinator, fact.key()).knows(fact.dot())
              || world.copies.placesLost(fact.dot()) > 0,
          "ackedIsDurable",
          fact + " is not on the disk of " + coordinator + " itself");
    }
    if (outcome instanceof AppendOutcome.Stored stored) {
      world.reach(Sometimes.STORED);
      if (stored.replicas().hinted() > 0) {
        world.reach(Sometimes.STORED_ON_A_FALLBACK);
      }
      if (stored.replicas().archive()) {
        world.reach(Sometimes.STORED_IN_THE_ARCHIVE);
      }
      if (own.size() < stored.known().size()) {
        world.reach(Sometimes.LEARNED_FROM_AN_ACK);
      }
      for (Fact fact : own) {
        world.copies.checkDurable(fact.dot(), world.ring.replication().w(), "acknowledged " + mark);
        acknowledged.computeIfAbsent(fact.key(), key -> new ArrayList<>()).add(fact);
        if (isOnOwners(stored)) {
          world.storedOnOwners(fact, coordinator);
          onOwners.computeIfAbsent(fact.key(), key -> new ArrayList<>()).add(fact);
        }
      }
    } else if (!(outcome instanceof AppendOutcome.Unread)) {
      world.reach(
          outcome instanceof AppendOutcome.ClockOff
              ? Sometimes.CLOCK_OFF
              : Sometimes.TOO_FEW_REPLICAS);
    }
  }

  /** Two appends that W owners have each meet in an owner: the later one learns of the earlier. */
  private void isARead(Append append, List<Fact> before, AppendOutcome outcome) {
    // An owner that lost its disk, or is a new one, has no last word.
    boolean mayMiss = world.copies.wasAnyLost() || world.isChanging();
    if (!mayMiss && outcome instanceof AppendOutcome.Stored stored && isOnOwners(stored)) {
      for (Fact fact : before) {
        Invariant.check(
            stored.known().contains(fact.dot()),
            "ackedIsDurable",
            append + " did not bring back " + fact);
      }
    }
  }

  private static boolean isOnOwners(AppendOutcome.Stored stored) {
    return stored.replicas().hinted() == 0 && !stored.replicas().archive();
  }

  private static List<Fact> factsOf(String mark, AppendOutcome outcome) {
    return outcome.known().stream()
        .filter(f -> new String(f.payload(), StandardCharsets.UTF_8).equals(mark))
        .toList();
  }

  /** What this very node left to the archive comes back from there, if from nowhere else. */
  private void isWhole(Read read, FactSet known, ReadOutcome.Found found) {
    if (!known.isWhole()) {
      world.reach(Sometimes.EVICTED_KEY_READ);
    }
    Invariant.check(
        found.facts().isWhole()
            && found.facts().dots().containsAll(known.evicted().stub().hashes().keySet()),
        "ackedIsDurable",
        read + " found " + found + " beside " + known);
  }

  /** A 404 is honest: it needs a no from every node that may hold something. */
  private void found(Read read, List<Fact> before, ReadOutcome outcome) {
    world.note(read + " " + outcome.getClass().getSimpleName());
    if (outcome instanceof ReadOutcome.NotFound) {
      world.reach(Sometimes.READ_NOT_FOUND);
      List<Fact> overlooked = heldByOthers(read, before);
      Invariant.check(overlooked.isEmpty(), "ackedIsDurable", read + " was told of nothing");
    } else {
      world.reach(
          outcome instanceof ReadOutcome.Found ? Sometimes.READ_FOUND : Sometimes.READ_UNREACHABLE);
    }
  }
}
