package kassa.ring.replication;

import kassa.ring.Bound;

/**
 * Bounds how many requests are sent a second time only because the first is slow: at most 5 %, in
 * the long run. Without it a slow ring would double its own load.
 *
 * <p>One thread at a time.
 *
 * @see <a href="https://research.google/pubs/the-tail-at-scale/">Dean and Barroso, The Tail at
 *     Scale, 2013: hedged requests</a>
 */
public final class HedgeBudget {
  private static final int COST = 20;

  private static final String BEYOND =
      "slowness is waited out; one more is earned by every %d that are sent".formatted(COST);

  private final int full;
  private int tokens;

  /**
   * @param burst how many hedges may be saved up, and are at the start
   */
  public HedgeBudget(int burst) {
    this.full = burst * COST;
    this.tokens = full;
  }

  /** A request that may hedge was started. */
  public void earn() {
    tokens = Math.min(full, tokens + 1);
  }

  /** Whether one may be sent a second time now; if so, it is paid for. */
  public boolean spend() {
    if (tokens < COST) {
      return false;
    }
    tokens -= COST;
    return true;
  }

  /**
   * @param name of what is hedged
   */
  public Bound bound(String name) {
    return Bound.of(name, full / COST, "hedges", BEYOND).used((full - tokens) / COST);
  }
}
