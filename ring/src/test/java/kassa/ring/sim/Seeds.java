package kassa.ring.sim;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Seeds that must hold, for tests: the first that does not is shrunk, and fails the test. */
public final class Seeds {
  private Seeds() {}

  /** How often faults and rare states occurred in these seeds together. */
  public static Map<String, Integer> hold(Stage stage, long first, int count) {
    Map<String, Integer> occurred = new TreeMap<>();
    for (long seed = first; seed < first + count; seed++) {
      holds(stage, stage.plan(seed))
          .forEach((what, times) -> occurred.merge(what, times, Integer::sum));
    }
    return occurred;
  }

  public static Map<String, Integer> holds(Stage stage, Plan plan) {
    Run run = Run.of(stage, plan, null);
    if (run.fails()) {
      throw Failure.of(stage, null, run).error();
    }
    return run.occurred();
  }

  /** The rare states that must be reached and were not. */
  public static Set<String> missed(Stage stage, Map<String, Integer> occurred) {
    Set<String> missed = new TreeSet<>(stage.mustReach());
    missed.removeAll(occurred.keySet());
    return missed;
  }
}
