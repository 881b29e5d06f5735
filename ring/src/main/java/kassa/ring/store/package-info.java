/** A node's own disk. Start at {@link kassa.ring.store.LocalStore}. */
@NullMarked
package kassa.ring.store;

import org.jspecify.annotations.NullMarked;
