package kassa.ring.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.Invariant;
import kassa.ring.Key;
import kassa.ring.placement.Partition;

/**
 * What is on the disks of all nodes together. It is kept up to date with every change, so that a
 * checker can ask after every event without a walk over all disks.
 */
public final class Copies {
  private final Map<Dot, Integer> places = new HashMap<>();
  private final Map<Dot, Integer> lost = new HashMap<>();
  private final Set<Dot> stoodIn = new HashSet<>();
  private final Set<Dot> forgotten = new HashSet<>();
  private final Map<Key, FactSet> everywhere = new TreeMap<>();
  private final Map<Partition, Set<Key>> keys = new HashMap<>();
  private final List<Consumer<Fact>> watchers = new ArrayList<>();

  Copies() {}

  /** Calls for every fact when it is first on any disk. */
  public void watch(Consumer<Fact> watcher) {
    watchers.add(watcher);
  }

  /** A disk has a fact that it did not have. */
  void added(Fact fact) {
    FactSet before = everywhere(fact.key());
    FactSet after = before.plus(List.of(fact)); // reports one dot with two contents
    if (after.size() > before.size()) {
      everywhere.put(fact.key(), after);
      if (before.isEmpty()) {
        keys.computeIfAbsent(Partition.of(fact.key()), p -> new TreeSet<>()).add(fact.key());
      }
      watchers.forEach(watcher -> watcher.accept(fact));
    }
    places.merge(fact.dot(), 1, Integer::sum);
  }

  /**
   * A disk does not have a fact any more.
   *
   * @param elsewhere whether another disk has it
   */
  void lost(Fact fact, boolean elsewhere) {
    places.merge(fact.dot(), -1, Integer::sum);
    lost.merge(fact.dot(), 1, Integer::sum);
    if (!elsewhere) {
      FactSet rest = FactSet.of(everywhere(fact.key()).without(Set.of(fact.dot())));
      if (rest.isEmpty()) {
        everywhere.remove(fact.key());
      } else {
        everywhere.put(fact.key(), rest);
      }
    }
  }

  /** The archive is one of the places of a fact, where its owners find it (rule R4). */
  void stoodIn(Dot dot) {
    if (stoodIn.add(dot)) {
      places.merge(dot, 1, Integer::sum);
    }
  }

  /** The archive was put back to before. */
  void stoodInNoMore(Dot dot) {
    if (stoodIn.remove(dot)) {
      places.merge(dot, -1, Integer::sum);
      lost.merge(dot, 1, Integer::sum);
    }
  }

  /** A disk lost a fact and does not know that it did. */
  void forgot(Dot dot) {
    forgotten.add(dot);
  }

  boolean wasForgotten(Dot dot) {
    return forgotten.contains(dot);
  }

  /** On how many places a fact is: disks, and the archive where it stands in for one. */
  public int places(Dot dot) {
    return places.getOrDefault(dot, 0);
  }

  /** On how many more it was, before they were lost. */
  public int placesLost(Dot dot) {
    return lost.getOrDefault(dot, 0);
  }

  boolean wasAnyLost() {
    return !lost.isEmpty();
  }

  /**
   * Whether a set is what all disks hold of a key: it may have more that came to the archive from a
   * disk that was lost with it, for that was never acknowledged.
   */
  public boolean isAllOf(Key key, FactSet found) {
    FactSet all = everywhere(key);
    return found.containsAll(all)
        && found.without(all.dots()).stream().allMatch(fact -> placesLost(fact.dot()) > 0);
  }

  /** The union of what all disks hold of a key. */
  public FactSet everywhere(Key key) {
    return everywhere.getOrDefault(key, FactSet.EMPTY);
  }

  /** The keys of which any disk holds facts. */
  public Set<Key> keys() {
    return everywhere.keySet();
  }

  /** Those of a partition, in order; some of them may be lost. */
  Set<Key> keys(Partition partition) {
    return keys.getOrDefault(partition, Set.of());
  }

  /** An acknowledged fact is on W distinct places; one that was lost since then counts. */
  public void checkDurable(Dot dot, int required, Object detail) {
    Invariant.check(
        places(dot) + placesLost(dot) >= required,
        "ackedIsDurable",
        dot + " is on " + places(dot) + " places, " + detail);
  }
}
