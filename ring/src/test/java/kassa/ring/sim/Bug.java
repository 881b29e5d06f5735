package kassa.ring.sim;

/** A bug that can be planted in a simulated system, and that the simulator must find. */
public interface Bug {
  /** As it is typed. */
  String name();

  /** The rule of the architecture that it breaks. */
  String rule();

  /** The sentence of the list of invariants that then no longer holds. */
  String sentence();

  /** A seed that found it; where the search for it begins, since machines change. */
  long seed();
}
