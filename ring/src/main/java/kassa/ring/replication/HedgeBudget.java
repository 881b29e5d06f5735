package kassa.ring.replication;

/**
 * Bounds how many requests are sent a second time only because the first is slow: at most 5 %, in
 * the long run. Without it a slow ring would double its own load.
 *
 * @see <a href="https://research.google/pubs/the-tail-at-scale/">Dean and Barroso, The Tail at
 *     Scale, 2013: hedged requests</a>
 */
public final class HedgeBudget {
  private static final int COST = 20;
  private static final int FULL = 50 * COST;

  private int tokens = FULL;

  /** A request that may hedge was started. */
  public void earn() {
    tokens = Math.min(FULL, tokens + 1);
  }

  /** Whether one may be sent a second time now; if so, it is paid for. */
  public boolean spend() {
    if (tokens < COST) {
      return false;
    }
    tokens -= COST;
    return true;
  }
}
