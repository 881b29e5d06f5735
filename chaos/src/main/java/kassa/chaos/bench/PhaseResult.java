package kassa.chaos.bench;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a phase came to.
 *
 * @param tally no longer changing
 * @param before what each process had used when the phase began
 * @param after when it had ended; in an order for people
 */
record PhaseResult(
    String name,
    Schedule schedule,
    Tally tally,
    Map<String, ProcessUse> before,
    Map<String, ProcessUse> after) {

  /** CPU of one process over the phase; empty when it did not live through it. */
  Optional<Duration> cpu(String process) {
    ProcessUse earlier = before.get(process);
    ProcessUse later = after.get(process);
    return earlier == null || later == null ? Optional.empty() : later.cpuSince(earlier);
  }

  /** CPU for each checkout that was answered, in microseconds; 0 when none was. */
  long microsEach(Duration cpu) {
    long answered = tally.due() - tally.lost();
    return answered == 0 ? 0 : cpu.toNanos() / 1_000 / answered;
  }
}
