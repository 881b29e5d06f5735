package kassa.ring;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A node's hybrid logical clock. Any thread may call it; the wall clock is an argument.
 *
 * <p>A time from too far in the future does not advance it: one broken clock must not drag the
 * others along. The fact that carries such a time is kept all the same.
 */
public final class HybridClock {
  /** How far ahead of our wall clock another node's time may be, in milliseconds. */
  public static final long MAX_DRIFT = 60_000;

  private final AtomicLong latest = new AtomicLong();

  /**
   * A time later than all that were given out or observed.
   *
   * @param wall milliseconds since 1970
   */
  public HybridTime next(long wall) {
    long floor = HybridTime.ofMillis(wall).packed();
    return new HybridTime(latest.updateAndGet(last -> Math.max(last + 1, floor)));
  }

  /** Makes later times of this clock later than the observed one, too. */
  public void observe(HybridTime time, long wall) {
    if (time.millis() <= wall + MAX_DRIFT) {
      latest.accumulateAndGet(time.packed(), Math::max);
    }
  }
}
