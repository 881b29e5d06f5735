package kassa.ring;

/** Checks that are always on. What they throw is a bug: it stops its actor and is never handled. */
public final class Invariant {
  private Invariant() {}

  /**
   * @param name the sentence of the list of invariants that is at stake, for instance {@code
   *     factsOnlyGrow}
   * @throws Violated when the condition does not hold
   */
  public static void check(boolean holds, String name, Object detail) {
    if (!holds) {
      throw new Violated(name + ": " + detail);
    }
  }

  /** A promise of this system is broken; the message names it. */
  public static final class Violated extends IllegalStateException {
    private static final long serialVersionUID = 1;

    Violated(String message) {
      super(message);
    }
  }
}
