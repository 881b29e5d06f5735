package kassa.ring.eviction;

/**
 * When facts leave a disk, and how much is done for it; times in milliseconds.
 *
 * @param hotWindow how long the facts of a key stay from its newest one on, and from when they are
 *     known to rest in the archive. An archive may be put back from a copy that is younger than
 *     this; too small, and what was evicted since an older copy is lost with it, too large and
 *     disks are
 * @param factsPerSecond that are read at least, see {@link #factsPerSecond(long)}; too large and
 *     sales wait for it
 * @param pause between two pages
 * @param reads of the archive at once
 * @param rest after the archive failed, and between two passes
 */
public record EvictionPace(long hotWindow, int factsPerSecond, long pause, int reads, long rest) {
  /** Of a hot window of days nothing is lost by it, and a disk that is always read is. */
  private static final long LONGEST_REST = 600_000;

  /** Passes in a hot window; with fewer, what comes meanwhile is more than what leaves. */
  private static final long PASSES = 8;

  public EvictionPace {
    if (hotWindow < 1) {
      throw new IllegalArgumentException("a hot window of " + hotWindow + " ms");
    }
  }

  public static EvictionPace of(long hotWindow) {
    return new EvictionPace(
        hotWindow, 100, 20, 8, Math.max(1, Math.min(LONGEST_REST, hotWindow / PASSES)));
  }

  /**
   * How many are to be read.
   *
   * @param held facts on the disk, about
   */
  long factsPerSecond(long held) {
    return Math.max(factsPerSecond, held * 1_000 * PASSES / hotWindow);
  }
}
