package kassa.chaos.bench;

import java.time.Duration;
import java.util.Locale;

/**
 * When checkouts are to begin, fixed beforehand.
 *
 * @param rate in a second; of a rising schedule, the one that it ends with
 * @param length from the first to where the next would have been
 * @param rising whether it begins with none and grows evenly, for a ring that is still cold
 */
record Schedule(int rate, Duration length, boolean rising) {
  private static final double SECOND = 1e9;

  Schedule {
    if (rate < 1 || length.isNegative() || length.isZero()) {
      throw new IllegalArgumentException("a rate of " + rate + " for " + length);
    }
  }

  static Schedule steady(int rate, Duration length) {
    return new Schedule(rate, length, false);
  }

  static Schedule rising(int rate, Duration length) {
    return new Schedule(rate, length, true);
  }

  /** How many checkouts there are in all. */
  long total() {
    double steady = rate * (length.toNanos() / SECOND);
    return Math.max(1, Math.round(rising ? steady / 2 : steady));
  }

  /**
   * When one of them is to begin.
   *
   * @param number from 0
   * @return nanoseconds after the begin of the schedule
   */
  long at(long number) {
    double seconds = number / (double) rate;
    if (rising) {
      // Begun by time t are rate t^2 / 2 length.
      seconds = Math.sqrt(2 * seconds * (length.toNanos() / SECOND));
    }
    return Math.round(seconds * SECOND);
  }

  /** For people. */
  String inWords() {
    return String.format(
        Locale.ROOT, "%s%,d/s for %d s", rising ? "rising to " : "", rate, length.toSeconds());
  }
}
