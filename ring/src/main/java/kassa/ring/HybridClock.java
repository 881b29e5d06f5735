package kassa.ring;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A node's hybrid logical clock. Any thread may call it; the wall clock is an argument.
 *
 * <p>It never goes back, not even when the wall clock is set back and the node restarted: a mark
 * above all times that were given out goes to disk in the same batch as the facts that bear them,
 * and the next life starts at the mark. No time leaves a node except in a fact, and no fact before
 * its batch is durable; so the mark costs no write of its own.
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
   * node may be off before it stops coordinating, and {@link #RESERVE}. Too large, and a broken
   * clock drags everybody's times that far ahead before its node has stopped.
   */
  public static final long MAX_DRIFT = 5_000;

  /**
   * How far above the latest time the mark is set, in milliseconds. Too small, and the mark is in
   * every batch; too large, and after a restart a node's times run ahead of its wall clock by as
   * much.
   */
  public static final long RESERVE = 1_000;

  private final AtomicLong latest;
  private volatile HybridTime mark;

  /**
   * @param mark what the last life on this disk {@link #reserved}; zero if there was none
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
   * while the last one will do.
   */
  public Optional<HybridTime> reservation() {
    HybridTime now = new HybridTime(latest.get());
    return now.compareTo(mark) <= 0
        ? Optional.empty()
        : Optional.of(HybridTime.ofMillis(now.millis() + RESERVE));
  }

  /** The mark is durable. By one thread only, the one that writes to the disk. */
  public void reserved(HybridTime durable) {
    mark = durable;
  }
}
