package kassa.gateway.sim;

import java.util.Optional;
import kassa.ring.FactSet;
import kassa.ring.ReadOutcome;

/** A read of an order through some node, when all is over. */
final class FinalRead {
  private final FactSet before;
  private final long due;
  private Optional<ReadOutcome> outcome = Optional.empty();

  /**
   * @param before what all disks held when it began
   * @param due when to try again
   */
  FinalRead(FactSet before, long due) {
    this.before = before;
    this.due = due;
  }

  void found(ReadOutcome found) {
    if (!(found instanceof ReadOutcome.Unreachable)) {
      outcome = Optional.of(found);
    }
  }

  FactSet before() {
    return before;
  }

  Optional<ReadOutcome> outcome() {
    return outcome;
  }

  boolean isDue(long now) {
    return now >= due;
  }
}
