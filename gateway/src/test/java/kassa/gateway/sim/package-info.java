/**
 * Checkouts in a simulated ring: the machines of production, a hostile merchant and an acquirer
 * that remembers every charge. Start at {@link kassa.gateway.sim.Checkouts}.
 */
@NullMarked
package kassa.gateway.sim;

import org.jspecify.annotations.NullMarked;
