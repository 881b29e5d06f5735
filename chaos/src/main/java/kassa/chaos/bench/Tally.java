package kassa.chaos.bench;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Counts a phase. Latencies are those of answered checkouts; percentiles are of all that were due,
 * where one without an answer took longer than any other: else fast failures would look like speed.
 * Not for use by several threads.
 */
final class Tally {
  /** More than two deadlines. */
  private static final long LONGEST_MICROS = 60_000_000;

  private static final int DIGITS = 3;

  private final long lengthNanos;
  private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
  private final Map<String, Long> reasons = new TreeMap<>();
  private final Histogram answered = new Histogram(LONGEST_MICROS, DIGITS);
  private long goodInTime;
  private long failedFirst;

  /**
   * @param length of the phase; what ends later is good, but was not done within it
   */
  Tally(Duration length) {
    this.lengthNanos = length.toNanos();
  }

  void add(Checkout.Ended ended) {
    outcomes.merge(ended.outcome(), 1L, Long::sum);
    if (ended.outcome().isAnswer()) {
      answered.recordValue(Math.min(LONGEST_MICROS, Math.max(0, ended.latency() / 1_000)));
    }
    if (ended.outcome() == Outcome.GOOD && ended.at() <= lengthNanos) {
      goodInTime++;
    }
    ended
        .firstFailure()
        .ifPresent(
            reason -> {
              failedFirst++;
              reasons.merge(reason, 1L, Long::sum);
            });
    ended.lastFailure().ifPresent(reason -> reasons.merge(reason + ", again", 1L, Long::sum));
  }

  /** Counts, and then tells another. */
  Consumer<Checkout.Ended> before(Consumer<Checkout.Ended> another) {
    return ended -> {
      add(ended);
      another.accept(ended);
    };
  }

  long count(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }

  /** Ended or given up so far. */
  long due() {
    return outcomes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Without an answer after one retry, and those that could not be started. */
  long lost() {
    return count(Outcome.FAILED) + count(Outcome.NOT_STARTED);
  }

  /** Failed by the first node that was asked, whatever the second one did. */
  long failedFirst() {
    return failedFirst;
  }

  /** How often a node failed a checkout, by what it did. */
  Map<String, Long> reasons() {
    return Map.copyOf(reasons);
  }

  /** Good ones a second, of those that ended within the phase. */
  double doneInASecond() {
    return goodInTime * 1e9 / lengthNanos;
  }

  /**
   * The time, in milliseconds, within which so many of all that were due were answered.
   *
   * @param percent above 0, at most 100
   * @return empty when fewer were answered at all
   */
  OptionalDouble millisOf(double percent) {
    long rank = Math.max(1, (long) Math.ceil(due() * percent / 100 - 1e-6));
    long count = answered.getTotalCount();
    return rank > count
        ? OptionalDouble.empty()
        : OptionalDouble.of(answered.getValueAtPercentile(100.0 * rank / count) / 1e3);
  }

  /** The slowest answer, in milliseconds; 0 without any. */
  double slowestMillis() {
    return answered.getMaxValue() / 1e3;
  }
}
