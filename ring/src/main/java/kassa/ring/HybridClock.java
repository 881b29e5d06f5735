package kassa.ring;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A node's hybrid logical clock. Any thread may call it; the wall clock is an argument.
 *
 * <p>It never goes back, not even when the wall clock is set back and the node restarted: the
 * latest time goes to disk as a mark, in the same batch as the facts that bear such times, and the
 * next life starts at the mark. No time leaves a node except in a fact, and no fact before its
 * batch is durable; so the mark needs no write of its own, and no reserve, with which every restart
 * would set the clock ahead.
 *
 * <p>A time from too far in the future does not advance it: one broken clock must not drag the
 * others along. The fact that carries such a time is kept all the same.
 *
 * @see <a href="https://cse.buffalo.edu/tech-reports/2014-04.pdf">Kulkarni et al., Logical Physical
 *     Clocks, 2014</a>
 */
public final class HybridClock {
  /**
   * How far ahead of our wall clock another node's time may be and still be followed, in
   * milliseconds. Too small, and times of peers whose clocks are right are passed over, so that a
   * fact may get an earlier time than one it was recorded in answer to; it has to exceed what a
   * node may be off before it stops coordinating. Too large, and a broken clock drags everybody's
   * times that far ahead before its node has stopped.
   */
  public static final long MAX_DRIFT = 5_000;

  private final AtomicLong latest;
  private volatile HybridTime mark;

  /**
   * @param mark what the last life on this disk {@link #marked}; zero if there was none
   */
  public HybridClock(HybridTime mark) {
    this.latest = new AtomicLong(mark.packed());
    this.mark = mark;
  }

  /**
   * A time later than all that were given out or observed, in earlier lives as well.
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

  /**
   * The mark that has to become durable together with what was stamped or observed by now; empty
   * when it is.
   */
  public Optional<HybridTime> unmarked() {
    HybridTime now = new HybridTime(latest.get());
    return now.compareTo(mark) > 0 ? Optional.of(now) : Optional.empty();
  }

  /** The mark is durable. By one thread only, the one that writes to the disk. */
  public void marked(HybridTime durable) {
    mark = durable;
  }
}
