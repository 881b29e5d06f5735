/**
 * What gateways say to each other about checkouts, and its bytes. Start at {@link
 * kassa.gateway.wire.CheckoutParcel}.
 */
@NullMarked
package kassa.gateway.wire;

import org.jspecify.annotations.NullMarked;
