package kassa.gateway.checkout;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether what takes checkouts on gets its turn. A process that has just begun, or stands still for
 * a moment, works off what has piled up before it: what it admits then has used up its time before
 * anybody looks at it.
 *
 * <p>No clock. Any thread may call it.
 */
public final class Turns {
  private final Duration goal;
  private volatile Instant last = Instant.MIN;

  /**
   * @param goal a turn is late when the one before it was longer ago; too small and every pause of
   *     the collector turns customers away, too large and what is taken meanwhile ends too late
   */
  public Turns(Duration goal) {
    this.goal = goal;
  }

  /**
   * It has one now; it is to have one far more often than the goal.
   *
   * @return false when this one is late: then what was said meanwhile waits behind it, and must be
   *     heard before anything is decided by the time
   */
  public boolean taken(Instant now) {
    boolean inTime = !areLate(now);
    last = now;
    return inTime;
  }

  /** Whether the next one is late. By a clock that was set back it is not. */
  public boolean areLate(Instant now) {
    return last.isBefore(now.minus(goal));
  }
}
