/** Who is there, at which address, in which life. Start at {@link kassa.ring.membership.Peers}. */
@NullMarked
package kassa.ring.membership;

import org.jspecify.annotations.NullMarked;
