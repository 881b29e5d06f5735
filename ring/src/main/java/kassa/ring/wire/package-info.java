/** What nodes say to each other, and its bytes. Start at {@link kassa.ring.wire.RingMessage}. */
@NullMarked
package kassa.ring.wire;

import org.jspecify.annotations.NullMarked;
