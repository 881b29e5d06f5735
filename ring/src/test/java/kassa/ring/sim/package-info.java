/**
 * The second shell of the ring's machines: one thread, virtual time, faults from a seed. Start at
 * {@link kassa.ring.sim.World}.
 */
@NullMarked
package kassa.ring.sim;

import org.jspecify.annotations.NullMarked;
