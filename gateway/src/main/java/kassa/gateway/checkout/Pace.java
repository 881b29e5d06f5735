package kassa.gateway.checkout;

import java.time.Duration;

/**
 * How often an order without outcome is inquired about.
 *
 * @param grace after the deadline, before the first inquiry: the home itself may still learn it
 * @param perRank more for each owner that comes before this one, so that they do not ask together
 * @param first between the first inquiry and the second; it doubles from then on
 * @param most the longest time between two; there is no last one
 */
public record Pace(Duration grace, Duration perRank, Duration first, Duration most) {
  public static final Pace DEFAULT =
      new Pace(
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          Duration.ofMinutes(5));

  /**
   * @param inquiries made so far, 1 or more
   */
  Duration after(int inquiries) {
    int doublings = Math.min(inquiries - 1, 20);
    Duration pause = first.multipliedBy(1L << doublings);
    return pause.compareTo(most) < 0 ? pause : most;
  }
}
