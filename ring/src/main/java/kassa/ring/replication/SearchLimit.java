package kassa.ring.replication;

import kassa.ring.Bound;

/**
 * Bounds how many reads at once search all nodes and the archive for what may not be anywhere. Who
 * asks for orders that never were must not keep a ring busy that others sell with.
 *
 * <p>One thread at a time.
 */
final class SearchLimit {
  private final int most;
  private int free;

  /**
   * @param most at once; too small and honest questions about unknown orders get no answer, too
   *     large and a merchant's mistake is everybody's load
   */
  SearchLimit(int most) {
    this.most = most;
    this.free = most;
  }

  boolean begin() {
    if (free == 0) {
      return false;
    }
    free--;
    return true;
  }

  void end() {
    free++;
  }

  Bound bound() {
    return Bound.of(
            "ring.searches", most, "reads", "one more asks no further nodes: 503 cannot_be_sure")
        .used(most - free);
  }
}
