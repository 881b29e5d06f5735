/** The wire form of an order's facts, in JSON. Start at {@code OrderFactCodec}. */
@NullMarked
package kassa.gateway.codec;

import org.jspecify.annotations.NullMarked;
