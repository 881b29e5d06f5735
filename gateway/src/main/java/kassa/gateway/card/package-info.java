/** The way to the acquirer. Start at {@link kassa.gateway.card.CardProcessor}. */
@NullMarked
package kassa.gateway.card;

import org.jspecify.annotations.NullMarked;
