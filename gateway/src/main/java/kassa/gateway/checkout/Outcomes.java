package kassa.gateway.checkout;

import java.util.Optional;
import kassa.gateway.card.Authorization;
import kassa.gateway.card.AuthorizationResult;
import kassa.gateway.card.AuthorizationResult.Approved;
import kassa.gateway.card.AuthorizationResult.Declined;
import kassa.gateway.card.Reference;
import kassa.gateway.card.Trace;
import kassa.gateway.order.OrderFact;
import kassa.gateway.order.OrderFact.Intent;
import kassa.gateway.order.OrderKeys;
import kassa.gateway.order.Placed;

/** Between an intent, the acquirer's question and its answer. */
public final class Outcomes {
  private Outcomes() {}

  /** The intent of a checkout's first attempt. */
  public static Intent firstIntent(
      Checkout checkout, OrderKeys keys, String acquirer, Trace trace) {
    Placed placed = checkout.placed();
    return new Intent(
        1,
        placed.fingerprint(),
        acquirer,
        keys.reference(checkout.order(), placed.fingerprint(), 1, acquirer),
        placed.amount(),
        placed.capture() == Placed.Capture.AUTOMATIC,
        trace.stan(),
        trace.transmittedAt(),
        checkout.deadline());
  }

  static Authorization question(Intent intent, Placed placed) {
    return new Authorization(
        new Reference(intent.reference()),
        new Trace(intent.stan(), intent.transmittedAt()),
        intent.amount(),
        intent.capture(),
        placed.merchant().value(),
        placed.merchantReference());
  }

  /**
   * What an answer lets us record. Empty for whatever is not the acquirer's last word: no answer,
   * and "not found", which settles nothing because the request may still be on its way (rule M9).
   */
  static Optional<OrderFact> learned(Intent intent, AuthorizationResult result) {
    if (result instanceof Approved approved) {
      return Optional.of(
          new OrderFact.Approved(
              intent.attempt(),
              intent.fingerprint(),
              intent.acquirer(),
              intent.reference(),
              approved.transactionId(),
              approved.authorizationCode(),
              approved.captured(),
              intent.amount(),
              "acquirer"));
    }
    if (result instanceof Declined declined) {
      return Optional.of(
          new OrderFact.Declined(
              intent.attempt(), intent.fingerprint(), intent.reference(), declined.code().wire()));
    }
    return Optional.empty();
  }
}
