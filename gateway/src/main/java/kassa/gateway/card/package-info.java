/**
 * The way to the acquirer. Start at {@link kassa.gateway.card.CardProcessor}. What is on the wire
 * is in {@link kassa.gateway.card.Iso8583Dialect}, what an answer means in {@link
 * kassa.gateway.card.Iso8583Answer} and {@link kassa.gateway.card.ResponseCode}; {@link
 * kassa.gateway.card.Iso8583Acquirer} only moves bytes and watches deadlines.
 */
@NullMarked
package kassa.gateway.card;

import org.jspecify.annotations.NullMarked;
