package kassa.gateway.checkout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import kassa.ring.Bound;

/**
 * How a home divides the time until a checkout's deadline.
 *
 * @param whole for all of it, at the node that accepted it; a home that is told of more believes
 *     this much. Too small and slow partners cost sales, too large and customers walk away
 * @param append for one append; too small and a short pause of a peer makes 503s, too large and
 *     nothing is left to send
 * @param send for one message to the acquirer; too small and slow answers are asked for twice, too
 *     large and a lost one is repeated too late
 * @param reserve between the last moment of a message to the acquirer and the deadline: the outcome
 *     is stored in it
 * @param tell between the answer and the deadline, for the way back
 * @param takeBack for appending that nothing was sent; this node's own disk suffices, so that it
 *     only bounds how long the answer waits for peers
 * @param pause before a message is repeated whose answer did not come, or that could not be sent
 */
public record Budget(
    Duration whole,
    Duration append,
    Duration send,
    Duration reserve,
    Duration tell,
    Duration takeBack,
    Duration pause) {
  public static final Budget DEFAULT =
      new Budget(
          Duration.ofSeconds(4),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofMillis(400),
          Duration.ofMillis(100),
          Duration.ofMillis(100),
          Duration.ofMillis(100));

  public Budget {
    if (reserve.compareTo(tell) <= 0) {
      throw new IllegalArgumentException("no time to store an outcome before it is told");
    }
  }

  Instant latestDeadline(Instant now) {
    return now.plus(whole);
  }

  /**
   * From then on no checkout begins that nobody has yet: with no time left for an append and a
   * message, nobody knows in time what came of it.
   */
  Instant beginBy(Instant deadline) {
    return recordBy(deadline).minus(send);
  }

  /**
   * From then on no home records what it would have to take back: an append may end too late to
   * send, and too late to know that.
   */
  Instant recordBy(Instant deadline) {
    return sendBy(deadline).minus(append);
  }

  /** From then on no message to an acquirer begins (rule M3). */
  Instant sendBy(Instant deadline) {
    return deadline.minus(reserve);
  }

  /** Then the merchant is told what can be told. */
  Instant tellBy(Instant deadline) {
    return deadline.minus(tell);
  }

  /** At least {@link #takeBack}: what was learned too late is stored all the same. */
  Duration appendTimeout(Instant now, Instant deadline) {
    Duration left = Duration.between(now, tellBy(deadline));
    Duration timeout = left.compareTo(append) < 0 ? left : append;
    return timeout.compareTo(takeBack) < 0 ? takeBack : timeout;
  }

  Instant sendDeadline(Instant now, Instant deadline) {
    Instant end = now.plus(send);
    return end.isBefore(sendBy(deadline)) ? end : sendBy(deadline);
  }

  /** The times within which a checkout ends. */
  public List<Bound> bounds() {
    return List.of(
        Bound.of("checkouts.time", whole.toMillis(), "ms", "202 or 504: a later ask tells"),
        Bound.of("checkouts.append", append.toMillis(), "ms", "503 too_few_replicas"),
        Bound.of("checkouts.send", send.toMillis(), "ms", "asked once more, then unknown"));
  }
}
