/**
 * What must hold of a live ring, checked from outside: the copies of every key side by side, and
 * what the facts and the acquirer's ledger say of money. It decides; {@code console} asks and
 * prints. Start at {@link kassa.gateway.verify.Verification}.
 */
@NullMarked
package kassa.gateway.verify;

import org.jspecify.annotations.NullMarked;
