package kassa.ring.membership;

import java.util.Optional;
import kassa.ring.Incarnation;

/**
 * Where a life of a node comes from, by its data directory.
 *
 * @param origin the first life in the directory; it names the directory
 * @param previous the life before, of which the directory knows; empty in the first
 */
public record Descent(Incarnation origin, Optional<Incarnation> previous) {
  /** Of the first life in a directory. */
  public static Descent first(Incarnation life) {
    return new Descent(life, Optional.empty());
  }
}
