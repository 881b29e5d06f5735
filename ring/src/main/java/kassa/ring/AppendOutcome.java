package kassa.ring;

/** What became of an append. */
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
   * Fewer than W places answered by the deadline. The facts stay on the disk of the node that
   * appended, and still spread: whoever wants them without effect must append a fact that says so.
   */
  record TooFewReplicas(FactSet known, Replicas replicas) implements AppendOutcome {}

  /**
   * W distinct places have fsynced the facts, but by the deadline the archive did not tell what
   * earlier facts of the key say that only it holds (rule R9): {@link #known} is not whole. Trying
   * again helps once the archive is back.
   */
  record Unread(FactSet known, Replicas replicas) implements AppendOutcome {}

  /**
   * The clock of this node is off, so nothing was recorded anywhere. Trying again helps once it is
   * right, and another node at once.
   */
  record ClockOff(Replicas replicas) implements AppendOutcome {
    @Override
    public FactSet known() {
      return FactSet.EMPTY;
    }
  }
}
