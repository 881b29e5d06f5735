/** Whole systems on this machine, broken and looked at as their users do. */
@NullMarked
package kassa.chaos.shows;

import org.jspecify.annotations.NullMarked;
