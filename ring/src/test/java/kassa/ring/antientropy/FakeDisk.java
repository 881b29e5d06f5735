package kassa.ring.antientropy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.Stub;
import kassa.ring.placement.Partition;
import kassa.ring.store.FactScan;
import kassa.ring.store.KeyFacts;
import org.jspecify.annotations.Nullable;

/** Facts in memory. */
final class FakeDisk implements FactScan {
  private final Map<Key, FactSet> facts = new HashMap<>();

  void add(Fact fact) {
    facts.put(fact.key(), read(fact.key()).plus(List.of(fact)));
  }

  void lose(Key key, Dot dot) {
    facts.put(key, FactSet.of(read(key).stream().filter(fact -> !fact.dot().equals(dot)).toList()));
  }

  void add(Key key, Stub stub) {
    facts.put(key, read(key).plus(stub));
  }

  void evict(Key key) {
    facts.put(key, read(key).evicted());
  }

  int size() {
    return facts.values().stream().mapToInt(FactSet::size).sum();
  }

  @Override
  public FactSet read(Key key) {
    return facts.getOrDefault(key, FactSet.EMPTY);
  }

  @Override
  public void scan(Partition partition, @Nullable Key after, Predicate<KeyFacts> visit) {
    for (Key key : new TreeSet<>(facts.keySet())) {
      if (Partition.of(key).equals(partition)
          && (after == null || key.compareTo(after) > 0)
          && !read(key).isEmpty()
          && !visit.test(new KeyFacts(key, read(key)))) {
        return;
      }
    }
  }
}
