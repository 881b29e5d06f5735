/**
 * Measures a ring as its merchants would feel it: checkouts begin when the schedule says so,
 * however the ring does, and each is timed from then. Start at {@link kassa.chaos.bench.Bench};
 * {@link kassa.chaos.bench.OpenLoop}, {@link kassa.chaos.bench.Checkout} and {@link
 * kassa.chaos.bench.Tally} are without I/O, {@link kassa.chaos.bench.Load} performs what they say.
 */
@NullMarked
package kassa.chaos.bench;

import org.jspecify.annotations.NullMarked;
