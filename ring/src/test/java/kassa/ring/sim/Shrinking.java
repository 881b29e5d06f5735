package kassa.ring.sim;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a failing plan what is not needed for it to fail the same way.
 *
 * @see <a href="https://doi.org/10.1109/32.988498">Zeller and Hildebrandt, Simplifying and
 *     Isolating Failure-Inducing Input, 2002</a>
 */
public final class Shrinking {
  private final Stage stage;
  private final @Nullable Bug planted;
  private Run smallest;
  private int runsLeft;

  private Shrinking(Stage stage, @Nullable Bug planted, Run failed, int runs) {
    this.stage = stage;
    this.planted = planted;
    this.smallest = failed;
    this.runsLeft = runs;
  }

  /**
   * @param failed a run that failed
   * @param runs how many to spend at most
   * @return one with the fewest steps that was found to break the same sentence
   */
  public static Run of(Stage stage, @Nullable Bug planted, Run failed, int runs) {
    Shrinking shrinking = new Shrinking(stage, planted, failed, runs);
    shrinking.shrink();
    return shrinking.smallest;
  }

  /** Ever smaller parts are left out, until no single one can be. */
  private void shrink() {
    int parts = 2;
    while (runsLeft > 0 && !steps().isEmpty()) {
      boolean smaller = leaveOutOneOf(Math.min(parts, steps().size()));
      if (!smaller && parts >= steps().size()) {
        return;
      }
      parts = smaller ? Math.max(2, parts - 1) : parts * 2;
    }
  }

  private boolean leaveOutOneOf(int parts) {
    List<Plan.Timed> all = steps();
    for (int part = parts - 1; part >= 0; part--) { // what came last is needed least
      int from = (int) ((long) all.size() * part / parts);
      int to = (int) ((long) all.size() * (part + 1) / parts);
      List<Plan.Timed> rest = new ArrayList<>(all.subList(0, from));
      rest.addAll(all.subList(to, all.size()));
      if (stillFails(rest)) {
        return true;
      }
    }
    return false;
  }

  private boolean stillFails(List<Plan.Timed> steps) {
    if (runsLeft-- <= 0) {
      return false;
    }
    Run run = Run.of(stage, smallest.plan().with(steps), planted);
    if (run.failsLike(smallest)) {
      smallest = run;
      return true;
    }
    return false;
  }

  private List<Plan.Timed> steps() {
    return smallest.plan().steps();
  }
}
