package kassa.gateway.checkout;

import java.time.Instant;
import kassa.gateway.order.Placed;

/** Who waits for what comes next. */
public sealed interface Waiting {
  /**
   * A customer, whose card is at hand.
   *
   * @param body what was asked for
   * @param goOnBy from then on no money leaves (rule M3); earlier as long as nothing is recorded,
   *     see {@link Budget#recordBy}
   * @param own what this home did for it so far
   */
  record Customer(Placed body, Instant goOnBy, OwnPart own) implements Waiting {}

  /** Nobody: money is not moved any more, only inquired about (rules M8 and M16). */
  record Nobody() implements Waiting {}
}
