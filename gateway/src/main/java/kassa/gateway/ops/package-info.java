/**
 * What operators and peers ask a node at its management address. Start at {@link
 * kassa.gateway.ops.OpsRoutes}.
 */
@NullMarked
package kassa.gateway.ops;

import org.jspecify.annotations.NullMarked;
