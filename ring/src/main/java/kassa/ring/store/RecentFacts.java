package kassa.ring.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import kassa.ring.FactSet;
import kassa.ring.Key;

/**
 * The sets that were written last. An order is read again at each of its writes and once for the
 * archive, all within a second or so, and decoding a fact costs more than keeping it. Thread-safe;
 * only whoever writes may remember, so that nothing older takes the place of something newer.
 */
final class RecentFacts {
  private final Map<Key, FactSet> sets;

  /**
   * @param most keys that are kept; about 3 kB each
   */
  RecentFacts(int most) {
    this.sets =
        new LinkedHashMap<>(most, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, FactSet> eldest) {
            return size() > most;
          }
        };
  }

  synchronized Optional<FactSet> of(Key key) {
    return Optional.ofNullable(sets.get(key));
  }

  /** What the disk holds of these keys from now on. */
  synchronized void remember(Map<Key, FactSet> written) {
    sets.putAll(written);
  }
}
