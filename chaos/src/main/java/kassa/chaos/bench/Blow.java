package kassa.chaos.bench;

import java.time.Duration;
import java.util.List;

/**
 * What checkouts suffered from the death of a node.
 *
 * @param node that was killed
 * @param during those that were in flight when it was, or due until the ring had to be well again
 * @param lostDuring of them, without an answer after one retry
 * @param failedFirstDuring of them, failed by the first node
 * @param later due after that, until the phase ended
 * @param lostLater of them, without an answer after one retry
 */
record Blow(
    String node, long during, long lostDuring, long failedFirstDuring, long later, long lostLater) {
  /**
   * Reckons it up.
   *
   * @param at when it was killed: nanoseconds since the begin of the schedule
   * @param settling from then to when nothing may fail any more
   */
  static Blow of(String node, long at, Duration settling, List<Checkout.Ended> checkouts) {
    long settled = at + settling.toNanos();
    List<Checkout.Ended> during =
        checkouts.stream()
            .filter(one -> one.at() >= at && one.start().intended() < settled)
            .toList();
    List<Checkout.Ended> later =
        checkouts.stream().filter(one -> one.start().intended() >= settled).toList();
    return new Blow(
        node,
        during.size(),
        during.stream().filter(Checkout.Ended::isLost).count(),
        during.stream().filter(one -> one.firstFailure().isPresent()).count(),
        later.size(),
        later.stream().filter(Checkout.Ended::isLost).count());
  }

  /** 0 to 100. */
  double percentLostDuring() {
    return during == 0 ? 0 : 100.0 * lostDuring / during;
  }
}
