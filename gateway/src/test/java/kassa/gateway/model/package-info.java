/**
 * The model of a checkout in {@code src/test/tla}, checked by TLC. Start at {@code Checkout.tla}.
 */
@NullMarked
package kassa.gateway.model;

import org.jspecify.annotations.NullMarked;
