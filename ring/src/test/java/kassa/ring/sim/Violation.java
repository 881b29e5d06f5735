package kassa.ring.sim;

import kassa.ring.Invariant;

/**
 * What a run broke.
 *
 * @param sentence its name in the list of invariants; of an error that no checker threw, the name
 *     of its class
 */
public record Violation(String sentence, String detail, Throwable cause) {
  static Violation of(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage());
    int colon = message.indexOf(": ");
    return thrown instanceof Invariant.Violated && colon > 0
        ? new Violation(message.substring(0, colon), message.substring(colon + 2), thrown)
        : new Violation(thrown.getClass().getSimpleName(), message, thrown);
  }
}
