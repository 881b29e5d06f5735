/**
 * The sandbox acquirer: the bank side, played honestly. It has an effect at most once per
 * reference, writes it to its own fsynced ledger before it answers, and misbehaves only where a
 * merchant reference asks for it. Start at {@link kassa.chaos.acquirer.SandboxHost}.
 */
@NullMarked
package kassa.chaos.acquirer;

import org.jspecify.annotations.NullMarked;
