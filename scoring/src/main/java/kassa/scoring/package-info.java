@NullMarked
package kassa.scoring;

import org.jspecify.annotations.NullMarked;
