/** The verbs that start a lab and break it. Start at {@link kassa.chaos.console.LabVerbs}. */
@NullMarked
package kassa.chaos.console;

import org.jspecify.annotations.NullMarked;
