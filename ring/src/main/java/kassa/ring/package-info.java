@NullMarked
package kassa.ring;

import org.jspecify.annotations.NullMarked;
