/** What an order is: facts in, status out. Only the JDK. Start at {@code Order}. */
@NullMarked
package kassa.gateway.order;

import org.jspecify.annotations.NullMarked;
