/**
 * Runs the simulator of ring and checkouts, which lives beside their tests, over many seeds. Start
 * at {@link kassa.chaos.sim.Campaign}.
 */
@NullMarked
package kassa.chaos.sim;

import org.jspecify.annotations.NullMarked;
