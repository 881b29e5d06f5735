/** Rehearsed outages: a lab suffers while customers buy, and what they were told is judged. */
@NullMarked
package kassa.chaos.scenario;

import org.jspecify.annotations.NullMarked;
