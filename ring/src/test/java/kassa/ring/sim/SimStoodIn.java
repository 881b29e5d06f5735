package kassa.ring.sim;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.archive.StoodIn;
import kassa.ring.archive.StoodInSweep;
import kassa.ring.store.Write;

/** One life of a node goes through what the archive stood in for. */
final class SimStoodIn {
  private final SimLife life;
  private final SimDisk disk;
  private final World world;
  private final StoodInSweep sweep;

  SimStoodIn(SimLife life, SimDisk disk, World world) {
    this.life = life;
    this.disk = disk;
    this.world = world;
    this.sweep =
        new StoodInSweep(
            key -> life.placement().of(key).owners().contains(life.self()),
            world.dice("sweep of " + life.self()));
  }

  void tick() {
    sweep.next(true, life.now().toEpochMilli(), world.now()).ifPresent(this::look);
  }

  private void look(StoodInSweep.Look look) {
    world.archive.look(
        life.self(),
        look,
        page -> life.whenAlive(() -> fetch(sweep.looked(page, this::isHere, world.now()))),
        () -> life.whenAlive(() -> sweep.lookFailed(world.now())));
  }

  private void fetch(Set<Key> keys) {
    Set<Key> waiting = new HashSet<>(keys);
    for (Key key : new TreeSet<>(keys)) { // in the same order in every Java process
      world.archive.read(
          life.self(),
          key,
          found ->
              life.whenAlive(
                  () ->
                      found.ifPresentOrElse(
                          facts -> store(key, facts, waiting), () -> done(key, waiting))));
    }
  }

  private void store(Key key, FactSet facts, Set<Key> waiting) {
    world.reach(Faults.Sometimes.FETCHED_FROM_THE_ARCHIVE);
    long since = life.now().toEpochMilli();
    life.write(new Write(key, facts.inOrder(), List.of(), since), prior -> done(key, waiting));
  }

  private void done(Key key, Set<Key> waiting) {
    waiting.remove(key);
    if (waiting.isEmpty()) {
      fetch(sweep.fetched(this::isHere, world.now()));
    }
  }

  private boolean isHere(StoodIn entry) {
    return disk.read(entry.key()).knows(entry.dot());
  }
}
