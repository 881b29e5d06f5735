package kassa.chaos.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How a steady load fared around a trigger. Throughput is back from the first second after which no
 * window has too few good ones, as long as anybody looks: what comes back and goes again was not
 * back.
 *
 * @param before good ones a second in the calm until the trigger
 * @param during until its end; empty when that was less than a second
 * @param after good ones in each second after the end
 * @param last good ones a second in the last window
 * @param seconds from the end until throughput was back; empty when it was not in time
 * @param failed from the trigger to its end, without an answer
 * @param failedLater after that
 */
record Comeback(
    double before,
    OptionalDouble during,
    List<Integer> after,
    double last,
    OptionalInt seconds,
    long failed,
    long failedLater) {
  private static final long SECOND = 1_000_000_000;

  Comeback {
    after = List.copyOf(after);
  }

  /**
   * Reckons it up.
   *
   * @param trigger when it came: nanoseconds since the begin of the load
   * @param end when it had ended, in the same way
   * @param asked good ones a second that there would be if none was lost
   * @param ended of the steady load alone
   */
  static Comeback of(
      long trigger, long end, double asked, TriggerPlan plan, List<Checkout.Ended> ended) {
    int window = (int) plan.window().toSeconds();
    List<Integer> after = new ArrayList<>();
    for (int second = 0; second < plan.watched().toSeconds(); second++) {
      after.add((int) good(ended, end + second * SECOND, end + (second + 1) * SECOND));
    }
    OptionalInt back = OptionalInt.empty();
    double last = 0;
    for (int from = after.size() - window; from >= 0; from--) {
      double mean =
          after.subList(from, from + window).stream().mapToInt(n -> n).average().orElse(0);
      last = from == after.size() - window ? mean : last;
      if (!TriggerPlan.isEnough(mean, asked)) {
        break;
      }
      back = OptionalInt.of(from);
    }
    long watched = end + plan.watched().toNanos();
    return new Comeback(
        inASecond(ended, trigger - plan.calm().toNanos(), trigger),
        end - trigger < SECOND
            ? OptionalDouble.empty()
            : OptionalDouble.of(inASecond(ended, trigger, end)),
        after,
        last,
        back,
        lost(ended, trigger, end),
        lost(ended, end, watched));
  }

  /**
   * Good ones a second.
   *
   * @param from nanoseconds since the begin of the load
   */
  static double inASecond(List<Checkout.Ended> ended, long from, long to) {
    return good(ended, from, to) * (double) SECOND / (to - from);
  }

  private static long good(List<Checkout.Ended> ended, long from, long to) {
    return ended.stream()
        .filter(one -> one.outcome() == Outcome.GOOD && one.at() >= from && one.at() < to)
        .count();
  }

  private static long lost(List<Checkout.Ended> ended, long from, long to) {
    return ended.stream().filter(one -> one.isLost() && one.at() >= from && one.at() < to).count();
  }
}
