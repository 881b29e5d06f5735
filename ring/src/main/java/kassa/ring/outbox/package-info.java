/**
 * What a node still owes to whom, and how it gets there. Start at {@link
 * kassa.ring.outbox.Handoff}.
 */
@NullMarked
package kassa.ring.outbox;

import org.jspecify.annotations.NullMarked;
