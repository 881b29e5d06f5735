package kassa.ring.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.archive.StoodIn;
import kassa.ring.archive.StoodInBucket;
import kassa.ring.archive.StoodInSweep.Look;

/** An archive that may be away, and may lose its answer after it wrote. */
final class SimArchive {
  private final World world;
  private final Map<Key, FactSet> facts = new HashMap<>();
  private final Map<StoodInBucket, TreeSet<StoodIn>> stoodIn = new HashMap<>();
  private final Set<Dot> entered = new HashSet<>();
  private boolean up = true;

  SimArchive(World world) {
    this.world = world;
  }

  void up(boolean on) {
    up = on;
  }

  boolean isUp() {
    return up;
  }

  void write(List<Fact> batch, Runnable done, Runnable failed) {
    ask(() -> store(batch), done, failed);
  }

  /** Each of the two steps may be the last. */
  void writeThrough(Key key, List<Fact> batch, Consumer<FactSet> done, Runnable failed) {
    long at = world.now();
    Runnable enter = () -> enter(key, batch, at);
    if (world.mutant == Mutant.COUNT_THE_ARCHIVE_BEFORE_IT_ENTERED) {
      ask(() -> store(batch), () -> done.accept(read(key)), failed);
    } else {
      write(batch, () -> ask(enter, () -> done.accept(read(key)), failed), failed);
    }
  }

  void look(Look look, Consumer<List<StoodIn>> done, Runnable failed) {
    List<StoodIn> page = new ArrayList<>();
    ask(
        () ->
            stoodIn.getOrDefault(look.bucket(), new TreeSet<>()).stream()
                .filter(entry -> entry.at() >= look.from())
                .filter(entry -> look.after().map(last -> entry.compareTo(last) > 0).orElse(true))
                .limit(look.limit())
                .forEach(page::add),
        () -> done.accept(page),
        failed);
  }

  void fetch(Key key, Consumer<FactSet> done, Runnable failed) {
    ask(() -> {}, () -> done.accept(read(key)), failed);
  }

  FactSet read(Key key) {
    return facts.getOrDefault(key, FactSet.EMPTY);
  }

  /** Whether it stands in for a fact, where its owners find it. */
  boolean standsInFor(Dot dot) {
    return entered.contains(dot);
  }

  private void ask(Runnable effect, Runnable done, Runnable failed) {
    boolean answerLost = world.network.nextInt(10) == 0 && world.faulty();
    world.schedule(
        1 + world.network.nextInt(30),
        () -> {
          if (!up) {
            failed.run();
            return;
          }
          effect.run();
          (answerLost ? failed : done).run();
        });
  }

  private void store(List<Fact> batch) {
    batch.forEach(f -> facts.put(f.key(), read(f.key()).plus(List.of(f))));
  }

  private void enter(Key key, List<Fact> batch, long at) {
    for (Fact fact : batch) {
      stoodIn
          .computeIfAbsent(StoodInBucket.of(key, at), bucket -> new TreeSet<>())
          .add(new StoodIn(at, key, fact.dot()));
      entered.add(fact.dot());
    }
  }

  /** Answers after a while; with nothing when it is away. */
  void read(Key key, Consumer<Optional<FactSet>> answer) {
    world.schedule(
        1 + world.network.nextInt(30),
        () -> answer.accept(up ? Optional.of(read(key)) : Optional.empty()));
  }
}
