package kassa.chaos.bench;

import java.time.Duration;

/**
 * How much more than it can do a ring is asked for.
 *
 * @param search for the peak
 * @param flood how long the overload is, in all
 */
public record OverloadPlan(Peak.Search search, Duration flood) {
  /** Times the peak that are offered. */
  static final int TIMES = 10;

  private static final double ENOUGH = 1.5;

  /** How often the peak and the flood take turns. */
  static final int ROUNDS = 3;

  private static final int SHORTEST_SECONDS = 5;

  /**
   * @param seconds of the flood, which say how long all else is
   */
  public static OverloadPlan of(int firstRate, int seconds) {
    Duration flood = Duration.ofSeconds(seconds);
    Duration step = Duration.ofSeconds(Math.max(SHORTEST_SECONDS, seconds / 6));
    return new OverloadPlan(new Peak.Search(firstRate, flood, step), flood);
  }

  /** Half as much more as was done: what is done at most needs somewhat more than is done. */
  Schedule peak(Climb top) {
    int rate = Math.max(top.bestRate(), (int) Math.ceil(ENOUGH * top.best()));
    return Schedule.steady(rate, flood.dividedBy(ROUNDS));
  }

  Schedule flood(Climb top) {
    return Schedule.steady(
        Math.max(1, (int) Math.ceil(TIMES * top.best())), flood.dividedBy(ROUNDS));
  }

  /** All rounds together, of the flood, and of the peak as well. */
  Duration inAll() {
    return flood.dividedBy(ROUNDS).multipliedBy(ROUNDS);
  }

  /** About, for the search ends when it has found something. */
  public Duration length() {
    return search.length().plus(flood).plus(flood);
  }
}
