/** Where facts rest: Cassandra. Start at {@link kassa.ring.archive.Archive}. */
@NullMarked
package kassa.ring.archive;

import org.jspecify.annotations.NullMarked;
