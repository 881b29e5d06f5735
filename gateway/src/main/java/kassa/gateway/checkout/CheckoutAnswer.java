package kassa.gateway.checkout;

import kassa.ring.FactSet;
import kassa.ring.Replicas;

/** What a merchant may be told. It never promises more than is known. */
public sealed interface CheckoutAnswer {
  /**
   * The order stands; its facts say how far it came.
   *
   * @param facts of the order, all that are known
   * @param replicas how many places hold what is told
   * @param replayed whether the order had its outcome before this request came
   */
  record Ordered(FactSet facts, Replicas replicas, boolean replayed) implements CheckoutAnswer {}

  /** Another body stands under this idempotency key; this one bound nothing. */
  record KeyReused() implements CheckoutAnswer {}

  /** No intent can have left, and none will (rule M5): safe to try again with the same key. */
  record NothingHappened(Why why) implements CheckoutAnswer {}

  /** We cannot tell: ask again with the same key. */
  record OutcomeUnknown() implements CheckoutAnswer {}

  /** Why nothing happened. */
  enum Why {
    TOO_FEW_REPLICAS,
    PARTNER_AWAY,
    TOO_LATE,
    OVERLOADED
  }
}
