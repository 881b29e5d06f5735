package kassa.chaos.bench;

import java.time.Duration;
import kassa.ring.membership.SlowStart;

/**
 * How a ring that sells takes in one more node.
 *
 * @param rate checkouts a second that it is to be able to do for as long as one likes; half of it
 *     while the newcomer joins
 * @param orders that are to be hot when it joins
 * @param warmUp until the full rate is asked for
 * @param normal how long half of it is asked for before
 * @param within until all that the newcomer owns must have come to it
 * @param warming how long the newcomer gets more and more to do after that
 * @param patience until any of it is not waited for any more
 */
public record JoinPlan(
    int rate,
    int orders,
    Duration warmUp,
    Duration normal,
    Duration within,
    Duration warming,
    Duration patience) {
  private static final int TIMES_WITHIN = 5;

  private static final int SETTLING = 3;

  /** How often patience is needed. */
  private static final int WAITS = 3;

  private static final double SPARE = 1.05;

  public JoinPlan {
    if (rate < 2) {
      throw new IllegalArgumentException("half of " + rate + " checkouts a second is none");
    }
  }

  /**
   * The usual one.
   *
   * @param seconds within which all must have come
   */
  public static JoinPlan of(int rate, int seconds, int orders) {
    Duration within = Duration.ofSeconds(seconds);
    return new JoinPlan(
        rate,
        orders,
        within.multipliedBy(2),
        within.dividedBy(2),
        within,
        SlowStart.NEW_AFTER,
        within.multipliedBy(TIMES_WITHIN));
  }

  /** A cold ring compiles itself first. */
  Schedule warmingUp() {
    return Schedule.rising(rate / 2, warmUp);
  }

  /**
   * What is missing when the ring is warm, and a little more, for some are turned away.
   *
   * @param placed how many orders are there
   */
  Schedule filling(long placed) {
    long missing =
        Math.round(SPARE * (orders - placed - settling().total() - beforeJoin().total()));
    return Schedule.steady(rate, Duration.ofMillis(Math.max(1, missing * 1_000 / rate)));
  }

  /** A ring that had nothing to do for a minute is not normal in the first seconds. */
  Schedule settling() {
    return Schedule.steady(rate / 2, normal.dividedBy(SETTLING));
  }

  /** Before the newcomer comes. */
  Schedule beforeJoin() {
    return Schedule.steady(rate / 2, normal);
  }

  /**
   * The same meanwhile, for as long as fetching, what is left and what is compared after it may
   * take; it is cut short when all is done.
   */
  Schedule meanwhile() {
    return Schedule.steady(rate / 2, patience.multipliedBy(WAITS).plus(warming).plus(normal));
  }
}
