package kassa.ring.sim;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run that broke a sentence, for people.
 *
 * @param found with the plan that the seed drew
 * @param shrunk with what of it is enough to break the same sentence
 */
public record Failure(Stage stage, @Nullable Bug planted, Run found, Run shrunk) {
  private static final int SHRINKING_RUNS = 400;

  public static Failure of(Stage stage, @Nullable Bug planted, Run found) {
    return new Failure(stage, planted, found, Shrinking.of(stage, planted, found, SHRINKING_RUNS));
  }

  public String sentence() {
    return found.violation().map(Violation::sentence).orElse("");
  }

  /**
   * @param commit of what was simulated
   */
  public List<String> lines(String commit) {
    Plan plan = found.plan();
    Plan small = shrunk.plan();
    List<String> lines = new ArrayList<>();
    lines.add("seed " + plan.seed() + " of commit " + commit + " breaks " + sentence());
    lines.add("  " + detail(found));
    lines.add(
        "enough for it are %d faults and %d operations (of %d and %d) in a ring of %d:"
            .formatted(
                small.faults(),
                small.operations(),
                plan.faults(),
                plan.operations(),
                small.nodes()));
    small.steps().forEach(step -> lines.add("  " + step));
    lines.add("  " + detail(shrunk));
    lines.add("again: " + stage.command(plan.seed(), planted));
    return lines;
  }

  /** For a test that fails. */
  public AssertionError error() {
    AssertionError error = new AssertionError(String.join("\n", lines("of this build")));
    found.violation().ifPresent(violation -> error.initCause(violation.cause()));
    return error;
  }

  private static String detail(Run run) {
    return run.violation().map(Violation::detail).orElse("");
  }
}
