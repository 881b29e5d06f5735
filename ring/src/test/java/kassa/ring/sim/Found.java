package kassa.ring.sim;

import java.util.Optional;

/**
 * A planted bug, and the seed that found it.
 *
 * @param tries how many seeds it took
 */
public record Found(Bug planted, Run run, int tries) {
  /** The least that a rule is worth: else the simulator has a hole, or the rule is one too many. */
  public static final int WITHIN = 200;

  /** Tries seeds one after the other. */
  public static Optional<Found> search(Stage stage, Bug planted, long firstSeed) {
    for (int tries = 1; tries <= WITHIN; tries++) {
      Run run = Run.of(stage, stage.plan(firstSeed + tries - 1), planted);
      if (run.fails()) {
        return Optional.of(new Found(planted, run, tries));
      }
    }
    return Optional.empty();
  }

  public String sentence() {
    return run.violation().map(Violation::sentence).orElse("");
  }

  public long seed() {
    return run.plan().seed();
  }
}
