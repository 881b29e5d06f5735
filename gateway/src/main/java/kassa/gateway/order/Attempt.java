package kassa.gateway.order;

import java.util.List;
import java.util.Optional;
import kassa.gateway.order.OrderFact.Approved;
import kassa.ring.Dot;

/**
 * One try to authorize an order at one acquirer: the intents of all homes that took part, and what
 * became of it.
 *
 * @param number 1, 2, 3 …
 * @param intents in order of time; empty when only the outcome is known here yet
 * @param approvals one for each transaction id of the acquirer, the first fact of each, in order of
 *     time (rule M11)
 * @param declineCode of the first decline
 */
public record Attempt(
    int number,
    String reference,
    String fingerprint,
    String acquirer,
    List<IntentMade> intents,
    List<Approved> approvals,
    Optional<String> declineCode) {
  public Attempt {
    intents = List.copyOf(intents);
    approvals = List.copyOf(approvals);
  }

  /** A decline holds against an approval (rule M13). */
  public Outcome outcome() {
    if (declineCode.isPresent()) {
      return Outcome.DECLINED;
    }
    return approvals.isEmpty() ? Outcome.NONE : Outcome.APPROVED;
  }

  /** Whether money may have moved without our knowing the end of it (rule M6). */
  public boolean isUnknown() {
    return outcome() == Outcome.NONE && intents.stream().anyMatch(i -> !i.voided());
  }

  /** Whether no message can have left for it: each intent is void, and nothing came of it. */
  public boolean neverLeft() {
    return outcome() == Outcome.NONE && intents.stream().allMatch(IntentMade::voided);
  }

  /** What the acquirer made of it. */
  public enum Outcome {
    NONE,
    APPROVED,
    DECLINED
  }

  /**
   * An intent of this attempt.
   *
   * @param dot its actor is the home that was to send it
   * @param voided whether that actor said that it did not and will not
   */
  public record IntentMade(Dot dot, OrderFact.Intent intent, boolean voided) {}
}
