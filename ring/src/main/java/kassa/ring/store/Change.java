package kassa.ring.store;

import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.HybridTime;
import kassa.ring.Key;
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

  /** The mark of the node's clock, see {@link kassa.ring.HybridClock}; it replaces the last one. */
  record Mark(HybridTime time) implements Change {}
}
