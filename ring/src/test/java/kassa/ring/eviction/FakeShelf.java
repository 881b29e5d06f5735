package kassa.ring.eviction;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.outbox.Destination;
import kassa.ring.placement.Partition;
import kassa.ring.store.Agenda;
import kassa.ring.store.Change;
import kassa.ring.store.CommitBatch;
import kassa.ring.store.FactScan;
import kassa.ring.store.KeyFacts;
import kassa.ring.store.Shelf;
import org.jspecify.annotations.Nullable;

/** A disk in memory that facts may leave; each effect is a batch. */
final class FakeShelf implements FactScan, Shelf {
  final Set<Dot> owed = new HashSet<>();
  Runnable beforeEvicting = () -> {};
  long mostAsked;
  private final Map<Key, FactSet> facts = new TreeMap<>();
  private final Map<Key, Change.Rest> resting = new HashMap<>();
  private final Map<Key, Long> stubs = new HashMap<>();
  private long askedNow;

  void add(Fact fact) {
    facts.put(fact.key(), read(fact.key()).plus(List.of(fact)));
  }

  void asked(long keys) {
    askedNow += keys;
    mostAsked = Math.max(mostAsked, askedNow);
  }

  void answered() {
    askedNow--;
  }

  void perform(EvictionEffect effect, long at, IntConsumer evicted) {
    CommitBatch batch = new CommitBatch(this::read, Agenda.NONE);
    if (effect instanceof EvictionEffect.Rest rest) {
      rest.seen().forEach(seen -> batch.rest(seen, this, at));
    } else if (effect instanceof EvictionEffect.Owe owe) {
      batch.owe(Destination.ARCHIVE, owe.facts(), at);
    } else if (effect instanceof EvictionEffect.Forget forget) {
      forget.keys().forEach(key -> batch.forget(key, this, forget.madeBefore()));
    } else if (effect instanceof EvictionEffect.Evict evict) {
      beforeEvicting.run();
      long keys =
          evict.seen().stream()
              .filter(seen -> batch.evict(seen, this, evict.restingBefore(), at))
              .count();
      evicted.accept((int) keys);
    }
    batch.changes().forEach(this::apply);
  }

  private void apply(Change change) {
    if (change instanceof Change.Rest rest) {
      resting.put(rest.key(), rest);
    } else if (change instanceof Change.Stir stir) {
      resting.remove(stir.key());
    } else if (change instanceof Change.Owe owe) {
      owed.add(owe.entry().dot());
    } else if (change instanceof Change.Evict evict) {
      facts.put(evict.key(), evict.facts().evicted());
      stubs.put(evict.key(), evict.at());
    } else if (change instanceof Change.Forget forget) {
      facts.remove(forget.key());
      stubs.remove(forget.key());
    }
  }

  @Override
  public FactSet read(Key key) {
    return facts.getOrDefault(key, FactSet.EMPTY);
  }

  @Override
  public void scan(Partition partition, @Nullable Key after, Predicate<KeyFacts> visit) {
    for (Map.Entry<Key, FactSet> held : List.copyOf(facts.entrySet())) {
      Key key = held.getKey();
      if (Partition.of(key).equals(partition)
          && (after == null || key.compareTo(after) > 0)
          && !visit.test(new KeyFacts(key, held.getValue()))) {
        return;
      }
    }
  }

  @Override
  public OptionalLong restingSince(Key key, FactSet held) {
    Change.Rest noted = resting.get(key);
    return noted != null && noted.facts().equals(held)
        ? OptionalLong.of(noted.at())
        : OptionalLong.empty();
  }

  @Override
  public boolean owesAny(FactSet held) {
    return held.stream().anyMatch(fact -> owed.contains(fact.dot()));
  }

  @Override
  public OptionalLong stubMade(Key key) {
    Long at = stubs.get(key);
    return at == null ? OptionalLong.empty() : OptionalLong.of(at);
  }

  @Override
  public long stubs() {
    return stubs.size();
  }
}
