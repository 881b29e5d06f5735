package kassa.ring.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.archive.StoodIn;
import kassa.ring.archive.StoodInBucket;
import kassa.ring.archive.StoodInSweep.Look;

/** An archive that may be away, slow, put back to an earlier state, or silent about a write. */
final class SimArchive {
  private final World world;
  private Holdings holdings = new Holdings(new HashMap<>(), new HashMap<>());
  private final TreeMap<Long, Holdings> copies = new TreeMap<>();

  private record Holdings(Map<Key, FactSet> facts, Map<StoodInBucket, TreeSet<StoodIn>> stoodIn) {
    Holdings copy() {
      Map<StoodInBucket, TreeSet<StoodIn>> entries = new HashMap<>();
      stoodIn.forEach((bucket, all) -> entries.put(bucket, new TreeSet<>(all)));
      return new Holdings(new HashMap<>(facts), entries);
    }
  }

  SimArchive(World world) {
    this.world = world;
  }

  boolean isUp() {
    return !world.faults.isActive(Fault.ArchiveAway.class, away -> true);
  }

  void write(NodeId from, List<Fact> batch, Runnable done, Runnable failed) {
    ask("write of " + from, () -> store(batch), done, failed);
  }

  /** Each of the two steps may be the last. */
  void writeThrough(
      SimLife life, Key key, List<Fact> batch, Consumer<FactSet> done, Runnable failed) {
    Runnable found = () -> done.accept(read(key));
    Runnable store = () -> store(batch);
    if (world.planted(Mutant.COUNT_THE_ARCHIVE_BEFORE_IT_ENTERED)) {
      ask("write through of " + life.self(), store, found, failed);
      return;
    }
    ask(
        "write through of " + life.self(),
        store,
        () -> ask("entry of " + life.self(), () -> enter(key, batch), found, failed),
        failed);
  }

  void look(NodeId from, Look look, Consumer<List<StoodIn>> done, Runnable failed) {
    ask("look of " + from, () -> {}, () -> done.accept(page(look)), failed);
  }

  private List<StoodIn> page(Look look) {
    List<StoodIn> page = new ArrayList<>();
    TreeSet<StoodIn> entries = holdings.stoodIn().get(look.bucket());
    if (entries != null) {
      entries.stream()
          .filter(entry -> entry.at() >= look.from())
          .filter(entry -> look.after().map(last -> entry.compareTo(last) > 0).orElse(true))
          .limit(look.limit())
          .forEach(page::add);
    }
    return page;
  }

  /** Answers with nothing when it cannot. */
  void read(NodeId from, Key key, Consumer<Optional<FactSet>> answer) {
    ask(
        "read of " + from,
        () -> {},
        () -> answer.accept(Optional.of(read(key))),
        () -> answer.accept(Optional.empty()));
  }

  FactSet read(Key key) {
    return holdings.facts().getOrDefault(key, FactSet.EMPTY);
  }

  /** Exactly one of the two is called, whatever becomes of the effect. */
  private void ask(String what, Runnable effect, Runnable done, Runnable failed) {
    SplittableRandom random = world.dice("archive " + what);
    int slow =
        world
            .faults
            .of(Fault.ArchiveSlow.class)
            .mapToInt(Fault.ArchiveSlow::millis)
            .max()
            .orElse(0);
    boolean silent =
        world.faults.isActive(
            Fault.ArchiveAmbiguous.class, one -> random.nextInt(100) < one.percent());
    long delay = 1L + random.nextInt(8) + slow;
    if (!silent) {
      world.schedule(delay, () -> arrive(effect, done, failed));
      return;
    }
    world.reach(Faults.Sometimes.ARCHIVE_SILENT);
    world.schedule(delay, failed);
    int fate = random.nextInt(3);
    if (fate > 0) {
      long when = fate == 1 ? delay : delay + random.nextInt(5_000);
      world.schedule(when, () -> arrive(effect, () -> {}, () -> {}));
    }
  }

  private void arrive(Runnable effect, Runnable done, Runnable failed) {
    if (!isUp()) {
      failed.run();
      return;
    }
    effect.run();
    done.run();
  }

  private void store(List<Fact> batch) {
    batch.forEach(f -> holdings.facts().put(f.key(), read(f.key()).plus(List.of(f))));
  }

  /** By a clock of its own, which is right. */
  private void enter(Key key, List<Fact> batch) {
    long at = SimNode.EPOCH + world.now();
    for (Fact fact : batch) {
      holdings
          .stoodIn()
          .computeIfAbsent(StoodInBucket.of(key, at), bucket -> new TreeSet<>())
          .add(new StoodIn(at, key, fact.dot()));
      world.copies.stoodIn(fact.dot());
    }
  }

  /** Keeps a copy that may be put back later. */
  void copy() {
    copies.put(world.now(), holdings.copy());
  }

  /** Puts back the copy of that time. */
  void restore(long from) {
    Map.Entry<Long, Holdings> copy = copies.floorEntry(from);
    if (copy != null) {
      holdings.stoodIn().values().stream()
          .flatMap(TreeSet::stream)
          .forEach(entry -> world.copies.stoodInNoMore(entry.dot()));
      holdings = copy.getValue().copy();
      holdings.stoodIn().values().stream()
          .flatMap(TreeSet::stream)
          .forEach(entry -> world.copies.stoodIn(entry.dot()));
    }
  }
}
