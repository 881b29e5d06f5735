package kassa.gateway.checkout;

/**
 * How often one may ask a second node on mere slowness (rule R3): each forward earns a share of a
 * hedge. Without a bound, a slow moment would double the load that made it.
 *
 * <p>Any thread may call.
 */
public final class HedgeBudget {
  private static final double SHARE = 0.05;

  private final double most;
  private double saved;

  /**
   * @param burst how many hedges may be saved up, and are at the start
   */
  public HedgeBudget(int burst) {
    this.most = burst;
    this.saved = burst;
  }

  public synchronized void earn() {
    saved = Math.min(most, saved + SHARE);
  }

  public synchronized boolean take() {
    if (saved < 1) {
      return false;
    }
    saved--;
    return true;
  }
}
