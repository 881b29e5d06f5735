package kassa.gateway.checkout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import kassa.gateway.card.Authorization;
import kassa.gateway.card.CardDetails;
import kassa.gateway.order.OrderFact;
import kassa.ring.FactSet;

/**
 * What a {@link CheckoutRun} wants done. Of {@link Read}, {@link Append}, {@link Ensure}, {@link
 * Authorize} and {@link Repeat} one at a time is under way, and its result is due to the run
 * exactly once.
 */
public sealed interface RunEffect {
  /** Read the order from the ring; the result goes to {@link CheckoutRun#found}. */
  record Read(Duration timeout) implements RunEffect {}

  /** Append to the order's key; the result goes to {@link CheckoutRun#appended}. */
  record Append(List<OrderFact> facts, Duration timeout) implements RunEffect {}

  /** Put known facts on W places; the result goes to {@link CheckoutRun#appended}. */
  record Ensure(FactSet facts, Duration timeout) implements RunEffect {}

  /** The first message of the attempt; the result goes to {@link CheckoutRun#heard}. */
  record Authorize(Authorization authorization, CardDetails card, Instant deadline)
      implements RunEffect {}

  /** The same again, marked as a repeat; the result goes to {@link CheckoutRun#heard}. */
  record Repeat(Authorization authorization, CardDetails card, Instant deadline)
      implements RunEffect {}

  /** To all who joined. At most once in a run, which may have more to do after. */
  record Answer(CheckoutAnswer answer) implements RunEffect {}

  /** Call {@link CheckoutRun#tick} then. Earlier and more often does no harm. */
  record WakeAt(Instant at) implements RunEffect {}
}
