/**
 * The wiring of a gateway node, and the actors around its machines. Start at {@link
 * kassa.gateway.node.GatewayNode}.
 */
@NullMarked
package kassa.gateway.node;

import org.jspecify.annotations.NullMarked;
