package kassa.ring.outbox;

/**
 * How fast something that waits is worked off, by what was within the last {@link #WINDOW}. Times
 * are milliseconds of the monotonic clock; any thread may call.
 */
public final class DrainRate {
  /**
   * Milliseconds. Smaller, and the pauses between batches show; larger, and what stands still seems
   * to move for long.
   */
  public static final long WINDOW = 10_000;

  private static final long SLOT = 1_000;
  private static final int SLOTS = (int) (WINDOW / SLOT);

  private final long[] done = new long[SLOTS];

  /** Which second of the clock each slot counts. */
  private final long[] second = new long[SLOTS];

  /** Some of it is worked off. */
  public synchronized void done(long count, long now) {
    long current = Math.floorDiv(now, SLOT);
    int slot = (int) Math.floorMod(current, (long) SLOTS);
    if (second[slot] != current) {
      second[slot] = current;
      done[slot] = 0;
    }
    done[slot] += count;
  }

  /**
   * What was done in the window, by the time from the first second in it in which anything was: a
   * queue that began to move a moment ago is not taken for a slow one.
   */
  public synchronized Drain at(long now) {
    long current = Math.floorDiv(now, SLOT);
    long first = current;
    long sum = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      if (done[slot] > 0 && second[slot] > current - SLOTS && second[slot] <= current) {
        sum += done[slot];
        first = Math.min(first, second[slot]);
      }
    }
    return new Drain(sum * 1_000.0 / Math.max(SLOT, now - first * SLOT));
  }
}
