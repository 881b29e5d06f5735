package kassa.ring.membership;

import static org.junit.jupiter.api.Assertions.assertTrue;

import kassa.ring.Invariant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Repeat a seed with {@code mvn test -pl ring -Dtest=TimekeepingTest -Dkassa.sim.seed=N
 * -Dkassa.sim.seeds=1}.
 */
class TimekeepingTest {
  private static final long FIRST = Long.getLong("kassa.sim.seed", 1);
  private static final int SEEDS = Integer.getInteger("kassa.sim.seeds", 500);

  @Test
  void clocksThatAreOffAreFoundTimesNeverGoBackAndNobodyIsDraggedAlong() {
    int found = 0;
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      Timekeeping world = new Timekeeping(seed, Timekeeping.Mutant.NONE);
      try {
        world.run();
      } catch (RuntimeException e) {
        throw new AssertionError(
            "seed "
                + seed
                + " fails; repeat it with mvn test -pl ring -Dtest=TimekeepingTest"
                + " -Dkassa.sim.seed="
                + seed
                + " -Dkassa.sim.seeds=1",
            e);
      }
      found += world.found;
    }
    assertTrue(found >= SEEDS, "in " + SEEDS + " seeds a clock was off only " + found + " times");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aPlantedBugIsFound(Timekeeping.Mutant mutant) {
    for (long seed = FIRST; seed < FIRST + 200; seed++) {
      try {
        new Timekeeping(seed, mutant).run();
      } catch (Invariant.Violated found) {
        System.out.println(mutant + " found by seed " + seed + ": " + found.getMessage());
        return;
      }
    }
    throw new AssertionError("200 seeds did not find " + mutant);
  }
}
