/**
 * The merchant API without its HTTP: what may be asked, and how it is answered. Start at {@code
 * OrderRequest} for the way in and at {@code CheckoutReply} for the way out; the contract is {@code
 * openapi.yaml}.
 */
@NullMarked
package kassa.gateway.api;

import org.jspecify.annotations.NullMarked;
