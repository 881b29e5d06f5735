package kassa.chaos.bench;

import java.time.Duration;

/**
 * How a ring that sells takes in one more node.
 *
 * @param search for the peak
 * @param orders that are to be hot when it joins
 * @param normal how long half of the peak is asked for before
 * @param within until all that the newcomer owns must have come to it
 * @param patience until that is not waited for any more
 */
public record JoinPlan(
    Peak.Search search, int orders, Duration normal, Duration within, Duration patience) {
  private static final double FILLING = 0.9;
  private static final double LOAD = 0.5;
  private static final int TIMES_WITHIN = 5;

  /**
   * The usual one.
   *
   * @param seconds within which all must have come
   */
  public static JoinPlan of(int firstRate, int seconds, int orders) {
    Duration within = Duration.ofSeconds(seconds);
    return new JoinPlan(
        Peak.Search.ofAColdRing(firstRate, seconds),
        orders,
        within,
        within,
        within.multipliedBy(TIMES_WITHIN));
  }

  /**
   * A load that places orders as fast as it safely can.
   *
   * @param missing how many orders
   */
  Schedule filling(double peak, long missing) {
    int rate = rate(FILLING * peak);
    return Schedule.steady(rate, Duration.ofMillis(Math.max(1, missing * 1_000 / rate)));
  }

  /** Half of the peak, before the newcomer comes. */
  Schedule normal(double peak) {
    return Schedule.steady(rate(LOAD * peak), normal);
  }

  /** The same meanwhile; it is cut short when all has come. */
  Schedule meanwhile(double peak) {
    return Schedule.steady(rate(LOAD * peak), patience.plus(normal));
  }

  private static int rate(double wanted) {
    return (int) Math.max(1, Math.floor(wanted));
  }
}
