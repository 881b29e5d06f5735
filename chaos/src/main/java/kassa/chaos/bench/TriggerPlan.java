package kassa.chaos.bench;

import java.time.Duration;

/**
 * What a ring is to come back from, and how soon.
 *
 * @param search for the peak
 * @param calm before each trigger, so that it shows what was before
 * @param untilCalm at most, for a calm in which enough was good
 * @param lasting how long a trigger is that does not end by itself
 * @param within whole seconds from the end of a trigger to when throughput must be back
 * @param window whole seconds over which throughput is taken
 */
public record TriggerPlan(
    Peak.Search search,
    Duration calm,
    Duration untilCalm,
    Duration lasting,
    Duration within,
    Duration window) {
  private static final double LOAD = 0.7;
  private static final double ENOUGH = 0.9;

  /** More than Cassandra and all nodes may take to start, and what is measured after it. */
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private static final int SHORTEST_SECONDS = 5;

  /**
   * The usual one, which says how long all else is.
   *
   * @param seconds within which throughput must be back
   */
  public static TriggerPlan of(int firstRate, int seconds) {
    return new TriggerPlan(
        Peak.Search.ofAColdRing(firstRate, seconds),
        atLeastShortest(seconds / 4),
        Duration.ofMinutes(3),
        atLeastShortest(seconds / 3),
        Duration.ofSeconds(seconds),
        Duration.ofSeconds(10));
  }

  private static Duration atLeastShortest(int seconds) {
    return Duration.ofSeconds(Math.max(SHORTEST_SECONDS, seconds));
  }

  /**
   * Of the load that goes on all the time; checkouts a second, at least 1.
   *
   * @param peak good ones a second
   */
  int rate(double peak) {
    return (int) Math.max(1, Math.floor(LOAD * peak));
  }

  /**
   * Whether throughput is there, or back.
   *
   * @param good a second
   * @param asked a second
   */
  static boolean isEnough(double good, double asked) {
    return good >= ENOUGH * asked;
  }

  /** It is cut short when all is measured: how long a start takes is not known beforehand. */
  Schedule steady(int rate) {
    return Schedule.steady(rate, LONGEST);
  }

  Schedule burst(int rate) {
    return Schedule.steady(rate, lasting);
  }

  /** From the end of a trigger. */
  Duration watched() {
    return within.plus(window);
  }

  /** About, without what is started again. */
  public Duration length() {
    return search
        .length()
        .plus(calm.plus(lasting).plus(watched()).multipliedBy(Trigger.values().length));
  }
}
