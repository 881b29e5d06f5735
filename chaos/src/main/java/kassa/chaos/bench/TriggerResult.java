package kassa.chaos.bench;

import java.time.Duration;
import java.util.Map;

/**
 * What came of one trigger.
 *
 * @param rate of the steady load, checkouts a second
 * @param asked of them, those who reach a node that lives; checkouts a second
 * @param lasted from the trigger to its end
 * @param failures of the steady load, by what a node did
 * @param burst how many came on top of the steady load
 * @param notOffered of them, those that the generator could not even send
 */
record TriggerResult(
    Trigger trigger,
    int rate,
    double asked,
    Duration lasted,
    Comeback comeback,
    Map<String, Long> failures,
    long burst,
    long notOffered) {
  TriggerResult {
    failures = Map.copyOf(failures);
  }
}
