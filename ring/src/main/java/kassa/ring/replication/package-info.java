/**
 * Appends and reads over the owners of a key. Start at {@link kassa.ring.replication.AppendRound}.
 */
@NullMarked
package kassa.ring.replication;

import org.jspecify.annotations.NullMarked;
