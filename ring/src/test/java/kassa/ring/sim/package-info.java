/**
 * The second shell of the ring's machines: one thread, virtual time, faults from a plan. Start at
 * {@link kassa.ring.sim.World}, then {@link kassa.ring.sim.Plan} and {@link kassa.ring.sim.Run}.
 */
@NullMarked
package kassa.ring.sim;

import org.jspecify.annotations.NullMarked;
