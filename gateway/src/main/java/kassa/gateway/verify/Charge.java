package kassa.gateway.verify;

import kassa.gateway.order.Money;

/**
 * An effective authorization in the acquirer's ledger.
 *
 * @param captured whether the money is taken as well
 */
public record Charge(String transactionId, Money amount, boolean captured) {}
