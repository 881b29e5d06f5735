/**
 * The way of a checkout: from a merchant's request to an answer that never promises more than is
 * known. Start at {@code CheckoutPolicy}.
 */
@NullMarked
package kassa.gateway.checkout;

import org.jspecify.annotations.NullMarked;
