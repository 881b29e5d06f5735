package kassa.gateway.checkout;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether what takes checkouts on gets its turn. A process that has just begun, or stands still for
 * a moment, works off what has piled up before it: what it admits then has used up its time before
 * anybody looks at it. And a process that stood still is likely to do so again, for what made it do
 * so is not over with one turn: so for as long as it stood it is not trusted. A start is the first
 * time that it stands still.
 *
 * <p>No clock. Any thread may call it.
 */
public final class CheckoutTurns {
  private final Duration goal;
  private final Duration most;
  private volatile Instant last;
  private volatile Instant trusted;

  /**
   * @param goal a turn is late when the one before it was longer ago; too small and every pause of
   *     the collector turns customers away, too large and what is taken meanwhile ends too late
   * @param most for how long it is not trusted after a late turn at most
   * @param begun when the start began, which ends with the first turn
   */
  public CheckoutTurns(Duration goal, Duration most, Instant begun) {
    this.goal = goal;
    this.most = most;
    this.last = begun;
    this.trusted = begun;
  }

  /**
   * It has one now; it is to have one far more often than the goal.
   *
   * @return false when this one is late: then what was said meanwhile waits behind it, and must be
   *     heard before anything is decided by the time
   */
  public boolean taken(Instant now) {
    boolean late = isLate(now);
    if (late) {
      Duration stood = Duration.between(last, now);
      trusted = now.plus(stood.compareTo(most) < 0 ? stood : most);
    }
    last = now;
    return !late;
  }

  /**
   * Whether what is taken now may have to wait: the next turn is late, or one was just now. By a
   * clock that was set back it need not.
   */
  public boolean mayBeLate(Instant now) {
    Instant until = trusted;
    boolean setBack = now.isBefore(until.minus(most));
    return isLate(now) || (now.isBefore(until) && !setBack);
  }

  private boolean isLate(Instant now) {
    return last.isBefore(now.minus(goal));
  }
}
