package kassa.gateway.checkout;

import kassa.ring.FactSet;
import kassa.ring.Replicas;

/** What a merchant may be told. It never promises more than is known. */
public sealed interface CheckoutAnswer {
  /**
   * The order stands. Its facts are those that may be told, because they are on W places: where an
   * outcome is known but is not there yet, it is left out, and the status they make is processing.
   * So the status of these facts decides between 201, 402 and 202, and nothing else needs a look.
   *
   * @param facts of the order, each on W places
   * @param replicas how many places hold what is told; always enough
   * @param replayed whether the outcome was known before this request sent anything to the acquirer
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
    OVERLOADED,
    CLOCK_OFF,
    NO_ROOM
  }
}
