/**
 * Who is in the ring, as a join semilattice that nodes and operators change on both sides of a cut.
 * Start at {@link kassa.ring.roster.Roster}.
 */
@NullMarked
package kassa.ring.roster;

import org.jspecify.annotations.NullMarked;
