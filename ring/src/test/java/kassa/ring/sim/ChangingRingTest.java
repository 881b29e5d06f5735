package kassa.ring.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ring alone, while members come and go. A failure prints the command that repeats it. */
@Execution(ExecutionMode.CONCURRENT)
class ChangingRingTest {
  private static final Stage STAGE = Appends.changing(Stage.OPERATIONS);
  private static final int FIXED = 50;
  private static final int FRESH = 15;

  @Test
  void whatWasAcknowledgedSurvivesEveryChangeAndNewOwnersKnowIt() {
    Map<String, Integer> occurred = Seeds.hold(STAGE, 1, FIXED);

    assertEquals(Set.of(), Seeds.missed(STAGE, occurred), "states that no seed reached");
  }

  @Test
  void seedsThatNobodyTriedBeforePassAsWell() {
    Seeds.hold(STAGE, new SecureRandom().nextInt(Integer.MAX_VALUE), FRESH);
  }

  @Test
  void oneSeedTwiceGivesTheSameTrace() {
    for (long seed = 1; seed <= 3; seed++) {
      assertEquals(
          Run.of(STAGE, STAGE.plan(seed), null).trace(),
          Run.of(STAGE, STAGE.plan(seed), null).trace(),
          "seed " + seed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPlantedBugIsFound(RingMutant bug) {
    Found found = Found.search(STAGE, bug, bug.seed()).orElseThrow();

    assertEquals(bug.sentence(), found.sentence(), "by seed " + found.seed());
  }
}
