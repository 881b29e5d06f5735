package kassa.gateway.checkout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import kassa.gateway.checkout.CheckoutAnswer.Why;
import kassa.gateway.order.Attempt;
import kassa.ring.Dot;

/** What is to be done next for an order. Write before you touch money, write before you answer. */
public sealed interface NextStep {
  /** Whether an authorization may leave by it: the intent must be on W places before (rule M2). */
  default boolean movesMoney() {
    return false;
  }

  /** Record, in one append, that the body stands and that money is about to move. */
  record Begin() implements NextStep {}

  /**
   * Ask the acquirer for the money.
   *
   * @param repeat whether another message for the same attempt may have left before
   */
  record Send(boolean repeat) implements NextStep {
    @Override
    public boolean movesMoney() {
      return true;
    }
  }

  /**
   * Record that nothing left for an intent, and nothing will (rule M4).
   *
   * @param withdrawn the word that the body stands, where it is taken back too (rule M15)
   */
  record TakeBack(Dot intent, String why, Optional<Dot> withdrawn) implements NextStep {}

  /** Ask the acquirer what became of these attempts; starts nothing. */
  record Inquire(List<Attempt> attempts) implements NextStep {}

  record Wait(Instant until) implements NextStep {}

  /** Nothing is left to do, or to be learned, and nobody is waiting. */
  record Settled() implements NextStep {}

  /** Tell the customer. */
  sealed interface Tell extends NextStep {}

  /** The acquirer's word is known; it is told once it is on W places. */
  record TellOutcome() implements Tell {}

  /** The order stands on W places, its outcome follows. */
  record TellProcessing() implements Tell {}

  record TellNothingHappened(Why why) implements Tell {}

  record TellKeyReused() implements Tell {}

  record TellUnknown() implements Tell {}
}
