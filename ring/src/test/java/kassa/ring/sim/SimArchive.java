package kassa.ring.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.Key;

/** An archive that may be away, and may lose its answer after it wrote. */
final class SimArchive {
  private final World world;
  private final Map<Key, FactSet> facts = new HashMap<>();
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
    boolean answerLost = world.network.nextInt(10) == 0 && world.faulty();
    world.schedule(
        1 + world.network.nextInt(30),
        () -> {
          if (!up) {
            failed.run();
            return;
          }
          batch.forEach(f -> facts.put(f.key(), read(f.key()).plus(List.of(f))));
          (answerLost ? failed : done).run();
        });
  }

  FactSet read(Key key) {
    return facts.getOrDefault(key, FactSet.EMPTY);
  }
}
