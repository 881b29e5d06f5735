package kassa.gateway.card;

import kassa.gateway.order.Money;

/**
 * What is asked of the acquirer.
 *
 * @param reference the attempt
 * @param trace of the first message of this intent; repeats quote the same
 * @param amount more than zero
 * @param capture whether the money is taken with the authorization (MTI 0200) or later (0100)
 * @param merchant the merchant's id at the acquirer, at most 15 characters (field 42)
 * @param merchantReference the merchant's own order number, for the acquirer's records
 */
public record Authorization(
    Reference reference,
    Trace trace,
    Money amount,
    boolean capture,
    String merchant,
    String merchantReference) {}
