/** How much of a disk may be used, and for what. Begin at {@link kassa.ring.disk.DiskRoom}. */
@NullMarked
package kassa.ring.disk;

import org.jspecify.annotations.NullMarked;
