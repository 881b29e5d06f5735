package kassa.ring;

/** What became of an append. Either way the facts are on the disk of the node that appended. */
public sealed interface AppendOutcome {
  /**
   * Everything now known of the key: the appended facts, and what the places that acknowledged knew
   * before them (rule R2: an append is a read).
   */
  FactSet known();

  Replicas replicas();

  /** W distinct places have fsynced the facts. */
  record Stored(FactSet known, Replicas replicas) implements AppendOutcome {}

  /**
   * Fewer than W places answered by the deadline. The facts stay, and still spread: whoever wants
   * them without effect must append a fact that says so.
   */
  record TooFewReplicas(FactSet known, Replicas replicas) implements AppendOutcome {}
}
