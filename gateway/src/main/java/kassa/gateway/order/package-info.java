/**
 * What an order is: facts in, status out. Only the JDK and the names of the ring. Start at {@code
 * Order}.
 */
@NullMarked
package kassa.gateway.order;

import org.jspecify.annotations.NullMarked;
