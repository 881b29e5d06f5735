package kassa.ring.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import kassa.ring.Invariant;
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
    Set<Enum<?>> reached = new HashSet<>();
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      reached.addAll(run(seed).reached());
    }

    if (SEEDS >= 100) {
      Set<Enum<?>> missed = new HashSet<>(EnumSet.allOf(Faults.Sometimes.class));
      missed.addAll(EnumSet.allOf(Appends.Sometimes.class));
      missed.addAll(EnumSet.allOf(SimStoodIn.Sometimes.class));
      missed.remove(Faults.Sometimes.DIED_BETWEEN_STEPS); // of a tenant with steps of its own
      missed.removeAll(reached);
      assertTrue(missed.isEmpty(), "states that no seed reached: " + missed);
    }
  }

  @Test
  void oneSeedTwiceGivesTheSameTrace() {
    for (long seed = FIRST; seed < FIRST + 5; seed++) {
      assertEquals(
          run(new World(seed, size(seed))), run(new World(seed, size(seed))), "seed " + seed);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aPlantedBugIsFound(Mutant mutant) {
    for (long seed = FIRST; seed < FIRST + 200; seed++) {
      try {
        run(new World(seed, size(seed), mutant));
      } catch (Invariant.Violated found) {
        return;
      }
    }
    throw new AssertionError("200 seeds did not find " + mutant);
  }

  private static long run(World world) {
    return world.run(new Appends(world));
  }

  private static World run(long seed) {
    World world = new World(seed, size(seed));
    try {
      run(world);
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
