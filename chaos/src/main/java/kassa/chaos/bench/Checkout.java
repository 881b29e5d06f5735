package kassa.chaos.bench;

import java.util.Optional;

/**
 * One checkout, as a careful merchant makes it: when a node fails it, another node is asked once
 * with the same idempotency key.
 *
 * @param start when it was meant to begin; its time counts from then, whenever it began
 * @param nodes how many there are
 * @param comesAgain whether a second node is asked
 * @param firstFailure what the first node did, when it failed
 */
record Checkout(OpenLoop.Start start, int nodes, boolean comesAgain, Optional<Reply> firstFailure) {
  static Checkout of(OpenLoop.Start start, int nodes) {
    return new Checkout(start, nodes, true, Optional.empty());
  }

  /** Of a customer who takes the first answer. */
  static Checkout once(OpenLoop.Start start, int nodes) {
    return new Checkout(start, nodes, false, Optional.empty());
  }

  /**
   * The node that is asked now. First ones take turns; second ones take turns among the others, so
   * that no single node inherits all the work of a dead one.
   */
  int node() {
    int first = (int) (start.number() % nodes);
    if (firstFailure.isEmpty() || nodes == 1) {
      return first;
    }
    int step = 1 + (int) (start.number() / nodes % (nodes - 1));
    return (first + step) % nodes;
  }

  /** What to do next. */
  sealed interface Step {
    /** Ask again, with the same key. */
    record Retry(Checkout checkout) implements Step {}

    /** Nothing more. */
    record End(Ended ended) implements Step {}
  }

  /**
   * What to do after a node's reply.
   *
   * @param elapsed nanoseconds since the begin of the schedule
   */
  Step after(Reply reply, long elapsed) {
    if (comesAgain && reply.outcome() == Outcome.FAILED && reply.retryable()) {
      return new Step.Retry(new Checkout(start, nodes, false, Optional.of(reply)));
    }
    return new Step.End(
        new Ended(
            start,
            elapsed,
            reply.outcome(),
            firstFailure.or(() -> failed(reply)).map(Reply::reason),
            firstFailure.flatMap(first -> failed(reply)).map(Reply::reason)));
  }

  private static Optional<Reply> failed(Reply reply) {
    return reply.outcome() == Outcome.FAILED ? Optional.of(reply) : Optional.empty();
  }

  /**
   * A checkout that has had its last word.
   *
   * @param at nanoseconds since the begin of the schedule
   * @param firstFailure why the first node failed it; empty when it did not, or was not asked
   * @param lastFailure why the second one did
   */
  record Ended(
      OpenLoop.Start start,
      long at,
      Outcome outcome,
      Optional<String> firstFailure,
      Optional<String> lastFailure) {
    /** Why a checkout failed that was not sent, for want of a connection. */
    static final String NO_LINE = "no line";

    static Ended notStarted(OpenLoop.Start start) {
      return new Ended(
          start, start.intended(), Outcome.NOT_STARTED, Optional.empty(), Optional.empty());
    }

    /** All lines to its node were taken, and this customer does not stand in a queue. */
    static Ended withoutLine(OpenLoop.Start start) {
      return new Ended(
          start, start.intended(), Outcome.FAILED, Optional.of(NO_LINE), Optional.of(NO_LINE));
    }

    /** From the intended start to the last word, in nanoseconds. */
    long latency() {
      return at - start.intended();
    }

    /** Whether the merchant is left without an answer. */
    boolean isLost() {
      return !outcome.isAnswer();
    }
  }
}
