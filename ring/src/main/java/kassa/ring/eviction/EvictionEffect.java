package kassa.ring.eviction;

import java.util.List;
import kassa.ring.Fact;
import kassa.ring.Key;
import kassa.ring.store.KeyFacts;

/** What {@link Eviction} wants done; its shell does it, in order. */
public sealed interface EvictionEffect {
  /** Note that these rest in the archive from now on. */
  record Rest(List<KeyFacts> seen) implements EvictionEffect {}

  /** Forget the stubs of these keys that were made before a time, in milliseconds since 1970. */
  record Forget(List<Key> keys, long madeBefore) implements EvictionEffect {}

  /** Read the archive, then call {@link Eviction#archiveRead}. */
  record ReadBack(Key key) implements EvictionEffect {}

  /** Owe these to the archive once more: it does not hold them, and nobody knew. */
  record Owe(List<Fact> facts) implements EvictionEffect {}

  /**
   * Take these off the disk and leave stubs, then call {@link Eviction#evicted}.
   *
   * @param restingBefore they must be known to rest since then, in milliseconds since 1970
   */
  record Evict(List<KeyFacts> seen, long restingBefore) implements EvictionEffect {}
}
