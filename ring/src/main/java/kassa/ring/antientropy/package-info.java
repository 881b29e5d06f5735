/**
 * How owners of a partition find out that they differ, and get what they lack. Start at {@link
 * kassa.ring.antientropy.SyncSession}.
 */
@NullMarked
package kassa.ring.antientropy;

import org.jspecify.annotations.NullMarked;
