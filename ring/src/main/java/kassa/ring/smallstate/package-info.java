/**
 * What every node must know, also alone and during a cut, and may know a little late: a map of
 * names to values that merge. Start at {@link kassa.ring.smallstate.SmallState}; it never holds
 * orders, idempotency keys or money.
 */
@NullMarked
package kassa.ring.smallstate;

import org.jspecify.annotations.NullMarked;
