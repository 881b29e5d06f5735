/** Every check with a ring in which it finds something, and one in which it finds nothing. */
@NullMarked
package kassa.gateway.verify;

import org.jspecify.annotations.NullMarked;
