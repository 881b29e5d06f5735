package kassa.ring.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ring alone, with facts about nothing. A failure prints the command that repeats it. */
@Execution(ExecutionMode.CONCURRENT)
class SimulationTest {
  private static final Stage STAGE = Appends.stage(Stage.OPERATIONS);
  private static final int FIXED = 150;
  private static final int FRESH = 50;

  @Test
  void whatWasAcknowledgedSurvivesAndAllOwnersEndEqual() {
    Map<String, Integer> occurred = Seeds.hold(STAGE, 1, FIXED);

    assertEquals(Set.of(), Seeds.missed(STAGE, occurred), "states that no seed reached");
  }

  @Test
  void seedsThatNobodyTriedBeforePassAsWell() {
    Seeds.hold(STAGE, new SecureRandom().nextInt(Integer.MAX_VALUE), FRESH);
  }

  /** Where peers are pinged in turns, and most keys have other owners than the faulty nodes. */
  @Test
  void aRingOfFourteenHoldsAsWell() {
    for (long seed = 1; seed <= 10; seed++) {
      Plan plan = STAGE.plan(seed);
      Seeds.holds(STAGE, new Plan(plan.seed(), 14, plan.faultsEnd(), plan.steps()));
    }
  }

  @Test
  void oneSeedTwiceGivesTheSameTrace() {
    for (long seed = 1; seed <= 5; seed++) {
      assertEquals(
          Run.of(STAGE, STAGE.plan(seed), null).trace(),
          Run.of(STAGE, STAGE.plan(seed), null).trace(),
          "seed " + seed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPlantedBugIsFound(Mutant bug) {
    Found found = Found.search(STAGE, bug, bug.seed()).orElseThrow();

    assertEquals(bug.sentence(), found.sentence(), "by seed " + found.seed());
  }

  @Test
  void aFailingPlanIsShrunkToWhatIsEnough() {
    Bug bug = Mutant.APPEND_WITHOUT_OUTBOX;
    Run failed = Found.search(STAGE, bug, bug.seed()).orElseThrow().run();

    Run shrunk = Shrinking.of(STAGE, bug, failed, 400);

    assertTrue(shrunk.failsLike(failed));
    assertTrue(shrunk.plan().steps().size() <= 5, () -> shrunk.plan().steps().toString());
    assertTrue(shrunk.plan().faults() > 0, "the outbox matters only when something goes wrong");
  }

  @Test
  void whatIsTakenOutOfAPlanLeavesTheRestAsItWas() {
    Plan plan = STAGE.plan(1);
    Plan.Timed last = plan.steps().get(plan.steps().size() - 1);
    Plan without = plan.with(plan.steps().subList(0, plan.steps().size() - 1));

    assertEquals(traceUntil(last.at(), plan), traceUntil(last.at(), without));
  }

  private static String traceUntil(long millis, Plan plan) {
    StringBuilder trace = new StringBuilder();
    Run.of(
        STAGE,
        plan,
        null,
        line -> {
          if (Long.parseLong(line.substring(0, 7).strip()) < millis) {
            trace.append(line).append('\n');
          }
        });
    return trace.toString();
  }
}
