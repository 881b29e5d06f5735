@NullMarked
package kassa.chaos;

import org.jspecify.annotations.NullMarked;
