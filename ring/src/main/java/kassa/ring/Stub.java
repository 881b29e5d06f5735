package kassa.ring;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is left of facts of one key that a disk gave up because they rest in the archive: their
 * names and hashes (rule R9). It says that there is more to know, what exactly, and how to tell
 * that it was read back as it was. Stubs merge by union, like the facts that they stand for.
 *
 * @param newest the time of the newest fact of the key when the last of them was given up; zero
 *     when there are none
 * @param hashes by name
 */
public record Stub(HybridTime newest, SortedMap<Dot, Long> hashes) {
  /**
   * How long a stub is kept after it was made, and so for how long at least, from the last thing
   * that happened to it, a key is known to have been used. Merchants are promised thirty days.
   */
  public static final Duration KEPT = Duration.ofDays(35);

  public static final Stub NONE = new Stub(HybridTime.ZERO, new TreeMap<>());

  public Stub {
    hashes = Collections.unmodifiableSortedMap(new TreeMap<>(hashes));
  }

  public boolean isEmpty() {
    return hashes.isEmpty();
  }

  /**
   * @throws Invariant.Violated when a dot comes with another hash
   */
  Stub union(Stub other) {
    if (other.isEmpty()) {
      return this;
    }
    TreeMap<Dot, Long> all = new TreeMap<>(hashes);
    for (Map.Entry<Dot, Long> name : other.hashes.entrySet()) {
      Long known = all.put(name.getKey(), name.getValue());
      Invariant.check(
          known == null || known.equals(name.getValue()), "factsOnlyGrow", name.getKey());
    }
    return new Stub(newest.compareTo(other.newest) < 0 ? other.newest : newest, all);
  }

  /** What is left when the content of some is known again. */
  Stub without(SortedMap<Dot, Fact> facts) {
    TreeMap<Dot, Long> rest = new TreeMap<>(hashes);
    for (Fact fact : facts.values()) {
      Long hash = rest.remove(fact.dot());
      Invariant.check(hash == null || hash == fact.hash(), "factsOnlyGrow", fact);
    }
    return rest.isEmpty() ? NONE : new Stub(newest, rest);
  }
}
