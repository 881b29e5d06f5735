package kassa.chaos.bench;

import java.util.Optional;

/** Checkouts that have ended, for tests; times in milliseconds. */
final class Endings {
  private static final long MILLI = 1_000_000;

  private Endings() {}

  static Checkout.Ended good(long intended, long at) {
    return ended(intended, at, Outcome.GOOD, Optional.empty(), Optional.empty());
  }

  static Checkout.Ended retried(long intended, long at) {
    return ended(intended, at, Outcome.GOOD, Optional.of("503"), Optional.empty());
  }

  static Checkout.Ended failed(long intended, long at) {
    return ended(intended, at, Outcome.FAILED, Optional.of("503"), Optional.of("504"));
  }

  /** Failed, of a customer who does not come again. */
  static Checkout.Ended once(String reason, long intended, long at) {
    return ended(intended, at, Outcome.FAILED, Optional.of(reason), Optional.empty());
  }

  static Checkout.Ended notStarted(long intended) {
    return Checkout.Ended.notStarted(new OpenLoop.Start(0, intended * MILLI));
  }

  private static Checkout.Ended ended(
      long intended, long at, Outcome outcome, Optional<String> first, Optional<String> last) {
    return new Checkout.Ended(
        new OpenLoop.Start(0, intended * MILLI), at * MILLI, outcome, first, last);
  }
}
