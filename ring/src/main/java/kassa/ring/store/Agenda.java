package kassa.ring.store;

import kassa.ring.FactSet;

/**
 * Tells, for the layer above, whether a key has something left to do. The store keeps the list of
 * such keys in the same batch as their facts, so a restart finds them without reading everything.
 */
@FunctionalInterface
public interface Agenda {
  Agenda NONE = facts -> false;

  /** A pure and cheap function: it is called for every write. */
  boolean isOpen(FactSet facts);
}
