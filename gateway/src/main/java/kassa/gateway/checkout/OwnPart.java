package kassa.gateway.checkout;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import kassa.gateway.order.Order;
import kassa.ring.Dot;

/**
 * What one home did for one order so far, within one run: earlier runs of the same node count as
 * those of others.
 *
 * @param opened its word that the body stands
 * @param intent its word that money is about to move
 * @param stored whether both are on W places; without, no money leaves (rule M2)
 * @param sends how many messages to the acquirer it began
 * @param lastNotSent whether no byte of the last of them left
 * @param pauseUntil when the next may begin
 */
public record OwnPart(
    Optional<Dot> opened,
    Optional<Dot> intent,
    boolean stored,
    int sends,
    boolean lastNotSent,
    Instant pauseUntil) {
  public static final OwnPart NONE =
      new OwnPart(Optional.empty(), Optional.empty(), false, 0, false, Instant.MIN);

  OwnPart appended(Dot opened, Dot intent, boolean stored) {
    return new OwnPart(
        Optional.of(opened), Optional.of(intent), stored, sends, lastNotSent, pauseUntil);
  }

  OwnPart sent() {
    return new OwnPart(opened, intent, stored, sends + 1, false, pauseUntil);
  }

  OwnPart unanswered(boolean notSent, Instant pauseUntil) {
    return new OwnPart(opened, intent, stored, sends, notSent, pauseUntil);
  }

  /** Whether its only message certainly did not leave. */
  boolean firstWasNotSent() {
    return sends == 1 && lastNotSent;
  }

  /** Whether money may have left by this run. A failed repeat says nothing of the first message. */
  boolean mayHaveLeft() {
    return sends > 0 && !firstWasNotSent();
  }

  /** The intent whose only send did not happen: rule M4 allows its home to void it. */
  Set<Dot> unsent() {
    return mayHaveLeft() || intent.isEmpty() ? Set.of() : Set.of(intent.get());
  }

  boolean voidedIn(Order order) {
    return intent.isPresent()
        && order.attempts().stream()
            .flatMap(a -> a.intents().stream())
            .anyMatch(i -> i.voided() && i.dot().equals(intent.get()));
  }

  boolean withdrawnIn(Order order) {
    return opened.isPresent()
        && order.bodies().stream().noneMatch(b -> b.dot().equals(opened.get()));
  }
}
