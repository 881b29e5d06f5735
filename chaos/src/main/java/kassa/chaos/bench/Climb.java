package kassa.chaos.bench;

import java.util.OptionalInt;

/**
 * Looks for the most that a ring can do: asks for half as much more each time, until three steps in
 * a row bring hardly more than the best before them. No more than twice the best is asked for: a
 * ring that is still compiling itself gets better while it is asked for the same.
 *
 * @param next checkouts a second that are to be asked for now; empty when the peak is found
 * @param bestRate what was asked for when most was done
 * @param best good checkouts a second, at most so far
 * @param inVain steps since then
 */
record Climb(OptionalInt next, int bestRate, double best, int inVain) {
  private static final double STEP = 1.5;
  private static final int MOST_OF_BEST = 2;
  private static final double HARDLY_MORE = 1.03;
  private static final int MOST_IN_VAIN = 3;

  /**
   * @param first to be asked for; too large, and the peak is looked for beyond where it is
   */
  static Climb from(int first) {
    return new Climb(OptionalInt.of(first), first, 0, 0);
  }

  /**
   * A step was taken.
   *
   * @param good checkouts a second that it brought
   */
  Climb after(double good) {
    int asked = next.orElseThrow();
    double most = Math.max(good, best);
    int further = (int) Math.ceil(Math.min(asked * STEP, Math.max(asked, most * MOST_OF_BEST)));
    int vain = good > best * HARDLY_MORE ? 0 : inVain + 1;
    return new Climb(
        vain == MOST_IN_VAIN ? OptionalInt.empty() : OptionalInt.of(further),
        good > best ? asked : bestRate,
        most,
        vain);
  }
}
