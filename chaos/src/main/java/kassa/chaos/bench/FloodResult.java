package kassa.chaos.bench;

import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a phase of an overload came to.
 *
 * @param turnout no longer changing
 * @param took longer than the schedule, until the last had its answer
 * @param before what each process had used when the phase began
 * @param after when it had ended
 */
record FloodResult(
    String name,
    Schedule schedule,
    Turnout turnout,
    Duration took,
    Map<String, ProcessUse> before,
    Map<String, ProcessUse> after) {

  /**
   * The share of the machine that some of the processes took; one that did not live through the
   * phase counts for nothing.
   *
   * @param cores of the machine
   */
  double percentOfMachine(Predicate<String> process, int cores) {
    long nanos = 0;
    for (Map.Entry<String, ProcessUse> one : after.entrySet()) {
      ProcessUse earlier = before.get(one.getKey());
      if (earlier != null && process.test(one.getKey())) {
        nanos += one.getValue().cpuSince(earlier).orElse(Duration.ZERO).toNanos();
      }
    }
    return 100.0 * nanos / took.toNanos() / cores;
  }
}
