package kassa.ring.store;

import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.HybridTime;
import kassa.ring.Key;
import kassa.ring.Stub;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.OutboxEntry;

/** One row of an atomic batch. */
public sealed interface Change {
  record Add(Fact fact) implements Change {}

  record Owe(OutboxEntry entry) implements Change {}

  record Settle(Destination destination, Dot dot) implements Change {}

  /** The key has something left to do; see {@link Agenda}. */
  record Open(Key key) implements Change {}

  record Close(Key key) implements Change {}

  /**
   * The stub of a key, in place of the one before; an empty one takes its place.
   *
   * @param at milliseconds since 1970
   */
  record Keep(Key key, Stub stub, long at) implements Change {}

  /**
   * The facts of a key leave the disk, and a stub stays (rule R9).
   *
   * @param facts all that the disk holds of it
   */
  record Evict(Key key, FactSet facts, long at) implements Change {}

  /** The stub of a key has outlived the key. */
  record Forget(Key key) implements Change {}

  /** From now on all facts of a key are known to rest in the archive. */
  record Rest(Key key, FactSet facts, long at) implements Change {}

  /** It is not known any more. */
  record Stir(Key key) implements Change {}

  /** The mark of the node's clock, see {@link kassa.ring.HybridClock}; it replaces the last one. */
  record Mark(HybridTime time) implements Change {}
}
