package kassa.gateway.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import kassa.ring.Invariant;
import kassa.ring.sim.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Repeat a seed with {@code mvn test -pl ring,gateway -Dtest=CheckoutSimulationTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dkassa.sim.seed=N -Dkassa.sim.seeds=1}.
 */
class CheckoutSimulationTest {
  private static final long FIRST = Long.getLong("kassa.sim.seed", 1);
  private static final int SEEDS = Integer.getInteger("kassa.sim.seeds", 60);

  @Test
  void nobodyIsChargedTwiceAndWhatWasToldIsKept() {
    Set<Enum<?>> reached = new HashSet<>();
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      reached.addAll(run(seed).reached());
    }

    if (SEEDS >= 60) {
      Set<Enum<?>> missed = new HashSet<>(EnumSet.allOf(Sometimes.class));
      missed.removeAll(reached);
      assertTrue(missed.isEmpty(), "states that no seed reached: " + missed);
    }
  }

  @Test
  void oneSeedTwiceGivesTheSameTrace() {
    for (long seed = FIRST; seed < FIRST + 3; seed++) {
      assertEquals(run(world(seed), Mutant.NONE), run(world(seed), Mutant.NONE), "seed " + seed);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aPlantedBugIsFound(Mutant mutant) {
    for (long seed = FIRST; seed < FIRST + 200; seed++) {
      try {
        run(world(seed), mutant);
      } catch (Invariant.Violated found) {
        return;
      }
    }
    throw new AssertionError("200 seeds did not find " + mutant);
  }

  private static World run(long seed) {
    World world = world(seed);
    try {
      run(world, Mutant.NONE);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "seed "
              + seed
              + " fails; repeat it with mvn test -pl ring,gateway -Dtest=CheckoutSimulationTest"
              + " -Dsurefire.failIfNoSpecifiedTests=false -Dkassa.sim.seed="
              + seed
              + " -Dkassa.sim.seeds=1",
          e);
    }
    return world;
  }

  private static long run(World world, Mutant mutant) {
    return world.run(new Checkouts(world, mutant));
  }

  private static World world(long seed) {
    return new World(seed, 3 + (int) (seed % 3));
  }
}
