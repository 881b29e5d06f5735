package kassa.ring.sim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.HybridClock;
import kassa.ring.HybridTime;
import kassa.ring.Incarnation;
import kassa.ring.Invariant;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.antientropy.Inheritance;
import kassa.ring.membership.Acquaintances;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.OutboxEntry;
import kassa.ring.placement.Era;
import kassa.ring.placement.Partition;
import kassa.ring.roster.Eras;
import kassa.ring.store.Change;
import kassa.ring.store.CommitBatch;
import kassa.ring.store.FactScan;
import kassa.ring.store.KeyFacts;
import kassa.ring.store.Shelf;
import kassa.ring.store.Write;
import org.jspecify.annotations.Nullable;

/**
 * A disk as {@link kassa.ring.store.RocksStore} uses it: one batch at a time is on its way, what is
 * queued meanwhile goes into the next, and a batch that only drops outbox entries is not fsynced.
 * When power fails, what came after the last fsync survives up to some batch, and no further.
 */
final class SimDisk implements FactScan, Shelf, Inheritance.Owed {
  final SimRegister register = new SimRegister();
  Acquaintances acquaintances = Acquaintances.none();
  private final World world;
  private final NodeId node;
  private final Map<Key, FactSet> facts = new HashMap<>();
  private final Map<Destination, Map<Dot, OutboxEntry>> outbox = new TreeMap<>(World.BY_LABEL);
  private final Map<Key, Noted> resting = new HashMap<>();
  private final Map<Key, Long> stubs = new HashMap<>();
  private final Set<Key> open = new TreeSet<>();
  private final List<List<OutboxEntry>> droppedSinceFsync = new ArrayList<>();
  private HybridTime mark = HybridTime.ZERO;
  private HybridClock clock = new HybridClock(mark);
  private List<Request> queued = new ArrayList<>();
  private @Nullable Flight inFlight;
  private boolean isCopy;
  private Optional<Incarnation> last = Optional.empty();
  private Eras eras;
  private Optional<Era> handedOver;

  private interface Request {
    void addTo(CommitBatch batch, List<Runnable> afterwards);
  }

  /** Facts that rest in the archive, by the sum of their hashes, and since when. */
  private record Noted(long at, long sum) {}

  /** A batch on its way to the platters. */
  private record Flight(CommitBatch batch, List<Runnable> afterwards) {}

  SimDisk(World world, NodeId node) {
    this.world = world;
    this.node = node;
    this.eras = Eras.of(world.ring);
    this.handedOver = Optional.of(eras.era());
  }

  /** By which eras this node goes, as far as it remembers. */
  Eras eras() {
    return eras;
  }

  void keep(Eras durable) {
    eras = durable;
  }

  /**
   * Whether all that its node held as an owner before this era is on its way to the present ones.
   */
  boolean hasHandedOver(Era era) {
    return handedOver.equals(Optional.of(era));
  }

  void handedOver(Era era) {
    handedOver = Optional.of(era);
  }

  /** What is owed to peers. */
  List<OutboxEntry> owedToPeers() {
    return owed().stream().filter(e -> !e.destination().equals(Destination.ARCHIVE)).toList();
  }

  /** Whether it was made as a copy of another one. */
  boolean isCopy() {
    return isCopy;
  }

  /** The last life that began on this disk. */
  Optional<Incarnation> last() {
    return last;
  }

  void born(Incarnation life) {
    last = Optional.of(life);
  }

  /** The clock of a new life, which goes on where the last one is known to have been. */
  HybridClock startClock() {
    clock = new HybridClock(mark);
    return clock;
  }

  void queue(Write write, Consumer<FactSet> durable) {
    queued.add(
        (batch, afterwards) -> {
          FactSet prior = batch.write(write);
          afterwards.add(() -> durable.accept(prior));
        });
  }

  void queueShelving(Consumer<CommitBatch> work, Runnable durable) {
    queued.add(
        (batch, afterwards) -> {
          work.accept(batch);
          afterwards.add(durable);
        });
  }

  void queueSettle(Destination destination, Collection<Dot> dots) {
    queued.add((batch, afterwards) -> batch.settle(destination, Set.copyOf(dots)));
  }

  boolean isBusy() {
    return inFlight != null;
  }

  boolean hasQueued() {
    return !queued.isEmpty();
  }

  /**
   * Begins to write all that is queued, as one batch.
   *
   * @return whether it is to be fsynced
   */
  boolean begin() {
    CommitBatch batch = new CommitBatch(this::read, world.tenant().agenda());
    List<Runnable> afterwards = new ArrayList<>();
    queued.forEach(request -> request.addTo(batch, afterwards));
    queued = new ArrayList<>();
    batch.mark(clock);
    inFlight = new Flight(batch, afterwards);
    return batch.mustSync();
  }

  /** The batch is there. Returns what to do once it is durable: nothing if the node dies first. */
  List<Runnable> finish() {
    Flight landed = inFlight;
    inFlight = null;
    if (landed == null) {
      return List.of();
    }
    apply(landed.batch());
    return landed.afterwards();
  }

  /**
   * The node dies. What is on its way may have arrived, and nobody was told.
   *
   * @param power whether what was not fsynced may be gone, too; else the operating system keeps
   *     whatever was written
   * @param kept how much of what may be gone survives, in percent
   */
  void crash(boolean power, int kept) {
    queued = new ArrayList<>();
    Flight flight = inFlight;
    inFlight = null;
    int tail = droppedSinceFsync.size() + (flight == null ? 0 : 1);
    int survive = (tail * kept + 50) / 100;
    if (flight != null && (power ? survive == tail : kept >= 50)) {
      world.reach(Faults.Sometimes.SURVIVED_UNACKNOWLEDGED);
      apply(flight.batch());
    } else if (power) {
      while (droppedSinceFsync.size() > survive) {
        world.reach(Faults.Sometimes.TORN_TAIL);
        List<OutboxEntry> dropped = droppedSinceFsync.remove(droppedSinceFsync.size() - 1);
        dropped.forEach(entry -> entries(entry.destination()).put(entry.dot(), entry));
      }
    }
    droppedSinceFsync.clear();
  }

  /** Facts of a kind are gone, and what is owed of them, also by a tail that is not fsynced. */
  void lose(String kind) {
    facts.replaceAll(
        (key, set) -> {
          List<Fact> rest = set.stream().filter(fact -> !fact.kind().equals(kind)).toList();
          List<Fact> forgotten = set.without(FactSet.of(rest).dots());
          forgotten.forEach(this::lose);
          forgotten.forEach(fact -> world.copies.forgot(fact.dot()));
          return FactSet.of(rest).plus(set.stub());
        });
  }

  private void lose(Fact fact) {
    outbox.values().forEach(entries -> entries.remove(fact.dot()));
    droppedSinceFsync.forEach(dropped -> dropped.removeIf(entry -> entry.dot().equals(fact.dot())));
    world.copies.lost(fact, world.isElsewhere(fact, this));
  }

  /** All that a disk knows of a key, with the content of what it left to the archive. */
  private List<Fact> known(Key key, FactSet set) {
    return world.copies.everywhere(key).stream().filter(f -> set.knows(f.dot())).toList();
  }

  /** All of it is gone. */
  void lose() {
    facts.forEach((key, set) -> known(key, set).forEach(this::lose));
    facts.clear();
  }

  /** An old copy comes in its place, and passes for it until a peer tells. */
  void isForgottenBy(SimDisk copy) {
    facts.forEach(
        (key, set) ->
            known(key, set).stream()
                .filter(fact -> !copy.knows(fact))
                .forEach(fact -> world.copies.forgot(fact.dot())));
  }

  /** What a copy of the directory would hold. */
  SimDisk copy() {
    SimDisk copy = new SimDisk(world, node);
    copy.isCopy = true;
    copy.register.takeFrom(register);
    copy.acquaintances = Acquaintances.parse(acquaintances.toText());
    copy.facts.putAll(facts);
    outbox.forEach((destination, entries) -> copy.entries(destination).putAll(entries));
    copy.resting.putAll(resting);
    copy.stubs.putAll(stubs);
    copy.open.addAll(open);
    copy.mark = mark;
    copy.last = last;
    copy.eras = eras;
    copy.handedOver = handedOver;
    return copy;
  }

  /** It takes the place of another one. */
  void putIn() {
    facts.forEach((key, set) -> set.forEach(world.copies::added));
    facts.forEach(
        (key, set) ->
            known(key, set).stream()
                .filter(fact -> !set.contains(fact.dot()))
                .forEach(world.copies::added));
  }

  /** What there is of each key. */
  List<FactSet> all() {
    return List.copyOf(facts.values());
  }

  @Override
  public void scan(Partition partition, @Nullable Key after, Predicate<KeyFacts> visit) {
    for (Key key : world.keysOf(partition)) {
      if ((after == null || key.compareTo(after) > 0)
          && !read(key).isEmpty()
          && !visit.test(new KeyFacts(key, read(key)))) {
        return;
      }
    }
  }

  @Override
  public OptionalLong restingSince(Key key, FactSet set) {
    Noted noted = resting.get(key);
    return noted != null && noted.sum() == set.sum()
        ? OptionalLong.of(noted.at())
        : OptionalLong.empty();
  }

  @Override
  public boolean owesAny(FactSet set) {
    return !world.planted(Mutant.EVICT_WITH_AN_OPEN_OUTBOX_ENTRY)
        && set.stream()
            .anyMatch(f -> outbox.values().stream().anyMatch(all -> all.containsKey(f.dot())));
  }

  @Override
  public OptionalLong stubMade(Key key) {
    Long at = stubs.get(key);
    return at == null ? OptionalLong.empty() : OptionalLong.of(at);
  }

  @Override
  public long stubs() {
    return stubs.size();
  }

  @Override
  public FactSet read(Key key) {
    return facts.getOrDefault(key, FactSet.EMPTY);
  }

  List<Key> open() {
    return List.copyOf(open);
  }

  boolean holds(Fact fact) {
    return read(fact.key()).contains(fact.dot());
  }

  /** Whether it holds a fact, or left it to the archive. */
  boolean knows(Fact fact) {
    return read(fact.key()).knows(fact.dot());
  }

  /** What it left to the archive has to be there. */
  void checkEvicted() {
    facts.forEach((key, set) -> world.checkArchived(key, set.stub(), node));
  }

  boolean owesNothing() {
    return outbox.values().stream().allMatch(Map::isEmpty);
  }

  List<OutboxEntry> owed() {
    return outbox.values().stream().flatMap(entries -> entries.values().stream()).toList();
  }

  @Override
  public List<OutboxEntry> outbox(Destination to, Predicate<OutboxEntry> wanted, int limit) {
    return entries(to).values().stream().filter(wanted).limit(limit).toList();
  }

  List<Fact> owed(
      Destination destination, NodeId self, long ownBefore, long foreignBefore, int max) {
    Map<Dot, OutboxEntry> entries = entries(destination);
    if (entries.isEmpty()) {
      return List.of();
    }
    return entries.values().stream()
        .filter(
            entry ->
                entry.isRipe(entry.dot().actor().node().equals(self) ? ownBefore : foreignBefore))
        .limit(max)
        .flatMap(entry -> read(entry.key()).stream().filter(f -> f.dot().equals(entry.dot())))
        .toList();
  }

  /** Those of which there is no entry for the archive yet. */
  List<Fact> notOwed(List<Fact> some) {
    return notOwed(Destination.ARCHIVE, some);
  }

  List<Fact> notOwed(Destination destination, List<Fact> some) {
    Set<Dot> owed = entries(destination).keySet();
    return some.stream().filter(fact -> !owed.contains(fact.dot())).toList();
  }

  /** What the archive lacks of the keys that these are of: for a planted bug. */
  Set<Dot> dotsBeside(Set<Dot> dots) {
    Set<Key> keys = new HashSet<>();
    Set<Dot> beside = new HashSet<>();
    Collection<OutboxEntry> entries = entries(Destination.ARCHIVE).values();
    entries.stream().filter(e -> dots.contains(e.dot())).forEach(e -> keys.add(e.key()));
    entries.stream().filter(e -> keys.contains(e.key())).forEach(e -> beside.add(e.dot()));
    return beside;
  }

  private void apply(CommitBatch batch) {
    List<OutboxEntry> dropped = new ArrayList<>();
    batch.changes().forEach(change -> apply(change, dropped));
    if (batch.mustSync()) {
      droppedSinceFsync.clear();
    } else if (!dropped.isEmpty()) {
      droppedSinceFsync.add(dropped);
    }
  }

  private void apply(Change change, List<OutboxEntry> dropped) {
    if (change instanceof Change.Add add) {
      add(add.fact());
    } else if (change instanceof Change.Owe owe) {
      entries(owe.entry().destination()).put(owe.entry().dot(), owe.entry());
    } else if (change instanceof Change.Settle settle) {
      OutboxEntry entry = entries(settle.destination()).remove(settle.dot());
      if (entry != null) {
        dropped.add(entry);
      }
    } else if (change instanceof Change.Open opened) {
      open.add(opened.key());
    } else if (change instanceof Change.Close closed) {
      open.remove(closed.key());
    } else if (change instanceof Change.Mark marked) {
      mark = marked.time();
      clock.marked(mark);
    } else {
      shelve(change);
    }
  }

  private void shelve(Change change) {
    if (change instanceof Change.Evict evict) {
      world.reach(Faults.Sometimes.EVICTED);
      world.note(node + " leaves " + evict.key() + " to the archive");
      FactSet left = evict.facts().evicted();
      facts.put(evict.key(), world.planted(Mutant.EVICT_WITHOUT_A_STUB) ? FactSet.EMPTY : left);
      resting.remove(evict.key());
      stubs.put(evict.key(), evict.at());
      world.checkArchived(evict.key(), left.stub(), node);
    } else if (change instanceof Change.Keep keep) {
      FactSet before = read(keep.key());
      FactSet after = FactSet.of(before.inOrder()).plus(keep.stub());
      known(keep.key(), after).stream()
          .filter(fact -> !before.knows(fact.dot()))
          .forEach(world.copies::added);
      facts.put(keep.key(), after);
      if (keep.stub().isEmpty()) {
        stubs.remove(keep.key());
      } else {
        stubs.put(keep.key(), keep.at());
      }
    } else if (change instanceof Change.Forget forget) {
      facts.put(forget.key(), FactSet.of(read(forget.key()).inOrder()));
      stubs.remove(forget.key());
    } else if (change instanceof Change.Rest rest) {
      resting.put(rest.key(), new Noted(rest.at(), rest.facts().sum()));
    } else if (change instanceof Change.Stir stir) {
      resting.remove(stir.key());
    }
  }

  private void add(Fact fact) {
    FactSet before = read(fact.key());
    FactSet after =
        world.planted(Mutant.MERGE_BY_LAST_WRITER) && before.size() > 2
            ? FactSet.of(List.of(fact))
            : before.plus(List.of(fact));
    Invariant.check(after.containsAll(before), "factsOnlyGrow", fact.key() + " on " + node);
    facts.put(fact.key(), after);
    if (after.size() > before.size()) {
      register.note(fact.dot());
      if (before.knows(fact.dot())) {
        world.reach(Faults.Sometimes.BROUGHT_BACK);
      } else {
        world.copies.added(fact);
      }
    }
  }

  private Map<Dot, OutboxEntry> entries(Destination destination) {
    return outbox.computeIfAbsent(destination, d -> new TreeMap<>());
  }
}
