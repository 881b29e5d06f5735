package kassa.ring.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import kassa.ring.Invariant;
import kassa.ring.sim.World.Sometimes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Repeat a seed with {@code mvn test -pl ring -Dtest=SimulationTest -Dkassa.sim.seed=N
 * -Dkassa.sim.seeds=1}.
 */
class SimulationTest {
  private static final long FIRST = Long.getLong("kassa.sim.seed", 1);
  private static final int SEEDS = Integer.getInteger("kassa.sim.seeds", 150);

  @Test
  void whatWasAcknowledgedSurvivesAndAllOwnersEndEqual() {
    Map<Sometimes, Integer> reached = new EnumMap<>(Sometimes.class);
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      World world = run(seed, Mutant.NONE);
      world.reached.forEach((state, times) -> reached.merge(state, times, Integer::sum));
    }

    if (SEEDS >= 100) {
      Set<Sometimes> missed = EnumSet.allOf(Sometimes.class);
      missed.removeAll(reached.keySet());
      assertTrue(missed.isEmpty(), "states that no seed reached: " + missed);
    }
  }

  @Test
  void oneSeedTwiceGivesTheSameTrace() {
    for (long seed = FIRST; seed < FIRST + 5; seed++) {
      assertEquals(
          new World(seed, size(seed), Mutant.NONE).run(),
          new World(seed, size(seed), Mutant.NONE).run(),
          "seed " + seed);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aPlantedBugIsFound(Mutant mutant) {
    for (long seed = FIRST; seed < FIRST + 200; seed++) {
      try {
        new World(seed, size(seed), mutant).run();
      } catch (Invariant.Violated found) {
        return;
      }
    }
    throw new AssertionError("200 seeds did not find " + mutant);
  }

  private static World run(long seed, Mutant mutant) {
    World world = new World(seed, size(seed), mutant);
    try {
      world.run();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "seed "
              + seed
              + " fails; repeat it with mvn test -pl ring -Dtest=SimulationTest -Dkassa.sim.seed="
              + seed
              + " -Dkassa.sim.seeds=1",
          e);
    }
    return world;
  }

  private static int size(long seed) {
    return 3 + (int) (seed % 3);
  }
}
