/**
 * A whole Kassa on one machine, as real processes: Cassandra, a card acquirer, and the nodes of a
 * ring; for trying it, and for breaking it. Start at {@link kassa.chaos.lab.Lab}.
 */
@NullMarked
package kassa.chaos.lab;

import org.jspecify.annotations.NullMarked;
