package kassa.chaos.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * What became of a load that is more than can be done, kind by kind. Times are of all that were
 * taken on: whoever is told 503 at once is served no worse by that than by waiting. One that was
 * left without any answer took longer than every other. Not for use by several threads.
 */
final class Turnout {
  private static final String NOT_STARTED = "not started";
  private static final String TURNED_AWAY = "503";

  /** Those who were not taken on. */
  private static final Set<String> NOT_TAKEN_ON =
      Set.of(TURNED_AWAY, NOT_STARTED, Checkout.Ended.NO_LINE);

  private static final Set<String> SILENCE =
      Arrays.stream(Reply.Silence.values()).map(Reply::reason).collect(Collectors.toSet());

  /** More than a deadline. */
  private static final long LONGEST_MICROS = 60_000_000;

  private static final int DIGITS = 3;

  private final long lengthNanos;
  private final Map<String, Long> kinds = new TreeMap<>();
  private final Histogram answered = new Histogram(LONGEST_MICROS, DIGITS);
  private long silent;
  private long goodInTime;

  /**
   * @param length of the load; what ends later is good, but was not done within it
   */
  Turnout(Duration length) {
    this.lengthNanos = length.toNanos();
  }

  void add(Checkout.Ended ended) {
    String kind = kind(ended);
    kinds.merge(kind, 1L, Long::sum);
    if (SILENCE.contains(kind)) {
      silent++;
    } else if (!NOT_TAKEN_ON.contains(kind)) {
      answered.recordValue(Math.min(LONGEST_MICROS, Math.max(0, ended.latency() / 1_000)));
    }
    if (ended.outcome() == Outcome.GOOD && ended.at() <= lengthNanos) {
      goodInTime++;
    }
  }

  /** What became of another load, too; the length is that of both from the beginning. */
  void add(Turnout other) {
    other.kinds.forEach((kind, count) -> kinds.merge(kind, count, Long::sum));
    answered.add(other.answered);
    silent += other.silent;
    goodInTime += other.goodInTime;
  }

  private static String kind(Checkout.Ended ended) {
    return switch (ended.outcome()) {
      case GOOD -> "good";
      case DECLINED -> "declined";
      case PENDING -> "pending";
      case NOT_STARTED -> NOT_STARTED;
      case FAILED -> ended.firstFailure().orElseThrow();
    };
  }

  /** How many ended how; a failure by its status, or by how silent the node was. */
  Map<String, Long> kinds() {
    return Collections.unmodifiableMap(kinds);
  }

  long count(String kind) {
    return kinds.getOrDefault(kind, 0L);
  }

  long due() {
    return kinds.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Due, and not sent: the generator did not offer what it says. */
  long notStarted() {
    return count(NOT_STARTED);
  }

  /** Those who did not get as far as the ring: all their lines to it were taken. */
  long withoutLine() {
    return count(Checkout.Ended.NO_LINE);
  }

  /** Those who got as far as that. */
  long atTheDoor() {
    return due() - notStarted() - withoutLine();
  }

  /** How many came to the ring and were told something else than yes or 503. */
  long others() {
    return atTheDoor() - count("good") - count(TURNED_AWAY);
  }

  /** Good ones a second, of those that ended within the length. */
  double goodInASecond() {
    return goodInTime * 1e9 / lengthNanos;
  }

  /**
   * The time, in milliseconds, within which so many of those that were taken on were answered.
   *
   * @param percent above 0, at most 100
   * @return empty when fewer were answered at all
   */
  OptionalDouble millisOf(double percent) {
    long count = answered.getTotalCount();
    long rank = Math.max(1, (long) Math.ceil((count + silent) * percent / 100 - 1e-6));
    return rank > count
        ? OptionalDouble.empty()
        : OptionalDouble.of(answered.getValueAtPercentile(100.0 * rank / count) / 1e3);
  }
}
