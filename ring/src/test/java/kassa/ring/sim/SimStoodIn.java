package kassa.ring.sim;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.archive.StoodIn;
import kassa.ring.archive.StoodInSweep;
import kassa.ring.store.Write;

/** One life of a node goes through what the archive stood in for. */
final class SimStoodIn {
  /** Rare states that must be reached. */
  enum Sometimes {
    FETCHED_FROM_THE_ARCHIVE
  }

  private final SimLife life;
  private final SimDisk disk;
  private final World world;
  private final StoodInSweep sweep;

  SimStoodIn(SimLife life, SimDisk disk, World world) {
    this.life = life;
    this.disk = disk;
    this.world = world;
    this.sweep =
        new StoodInSweep(key -> world.placement.of(key).owners().contains(life.self()), world.node);
  }

  void tick() {
    sweep.next(true, world.now(), world.now()).ifPresent(this::look);
  }

  private void look(StoodInSweep.Look look) {
    world.archive.look(
        look,
        page -> life.alive(() -> fetch(sweep.looked(page, this::isHere, world.now()))),
        () -> life.alive(() -> sweep.lookFailed(world.now())));
  }

  private void fetch(Set<Key> keys) {
    Set<Key> waiting = new HashSet<>(keys);
    for (Key key : keys) {
      world.archive.fetch(
          key,
          facts -> life.alive(() -> store(key, facts, waiting)),
          () -> life.alive(() -> done(key, waiting)));
    }
  }

  private void store(Key key, FactSet facts, Set<Key> waiting) {
    world.reach(Sometimes.FETCHED_FROM_THE_ARCHIVE);
    life.write(
        new Write(key, facts.inOrder(), List.of(), world.now()), prior -> done(key, waiting));
  }

  private void done(Key key, Set<Key> waiting) {
    waiting.remove(key);
    if (waiting.isEmpty()) {
      fetch(sweep.fetched(this::isHere, world.now()));
    }
  }

  private boolean isHere(StoodIn entry) {
    return disk.read(entry.key()).contains(entry.dot());
  }
}
