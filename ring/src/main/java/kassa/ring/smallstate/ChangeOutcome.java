package kassa.ring.smallstate;

/** What became of a change to the small state. */
public sealed interface ChangeOutcome {
  /**
   * It is on this node's disk, and others learn of it as soon as they are reached.
   *
   * @param now what is said of the name now; what was, when there was nothing to change
   */
  record Kept(Entry now) implements ChangeOutcome {}

  /** There is no room for it, and nothing was changed. Asking again does not help. */
  record Full() implements ChangeOutcome {}
}
