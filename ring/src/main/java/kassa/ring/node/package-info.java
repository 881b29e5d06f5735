/** The wiring of a node. Start at {@link kassa.ring.node.RingNode}. */
@NullMarked
package kassa.ring.node;

import org.jspecify.annotations.NullMarked;
