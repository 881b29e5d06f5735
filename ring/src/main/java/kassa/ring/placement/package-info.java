/**
 * Who owns what: a pure function of the ring descriptor. Start at {@link
 * kassa.ring.placement.PreferenceList}.
 */
@NullMarked
package kassa.ring.placement;

import org.jspecify.annotations.NullMarked;
