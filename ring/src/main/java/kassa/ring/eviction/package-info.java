/**
 * How facts that rest in the archive leave a disk, and what stays of them. Start at {@link
 * kassa.ring.eviction.Eviction}.
 */
@NullMarked
package kassa.ring.eviction;

import org.jspecify.annotations.NullMarked;
