package kassa.ring;

/** What a read found. */
public sealed interface ReadOutcome {
  /**
   * R owners answered; the facts are the union, and whole: what rests in the archive alone was read
   * there.
   *
   * @param answered how many places answered
   */
  record Found(FactSet facts, int answered) implements ReadOutcome {}

  /** Every node of the ring answered that it holds nothing of this key (rule R8). */
  record NotFound() implements ReadOutcome {}

  /**
   * Too few answered to be sure.
   *
   * @param facts what those knew that did
   */
  record Unreachable(FactSet facts) implements ReadOutcome {}
}
