package kassa.ring.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.HybridClock;
import kassa.ring.Key;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.OutboxEntry;

/**
 * What many writes change together: one atomic batch, one fsync. It is also where a replica
 * serializes a key (rule R2): each write learns what was there before it, on disk or earlier in
 * this very batch.
 */
public final class CommitBatch {
  private final Function<Key, FactSet> disk;
  private final Agenda agenda;
  private final Map<Key, FactSet> pending = new HashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private final Set<Key> owed = new HashSet<>();
  private int stubsAdded;

  public CommitBatch(Function<Key, FactSet> disk, Agenda agenda) {
    this.disk = disk;
    this.agenda = agenda;
  }

  /** Returns what was known of the key before. */
  public FactSet write(Write write) {
    Key key = write.key();
    FactSet prior = held(key);
    FactSet after = prior.plus(write.facts()).plus(write.stub());
    for (Fact fact : write.facts()) {
      if (!prior.contains(fact.dot())) {
        changes.add(new Change.Add(fact));
        for (Destination destination : write.owed()) {
          owe(new OutboxEntry(destination, fact.dot(), key, write.since()));
        }
      }
    }
    if (!after.stub().equals(prior.stub())) {
      changes.add(new Change.Keep(key, after.stub(), write.since()));
      stubsAdded += (prior.isWhole() ? 1 : 0) - (after.isWhole() ? 1 : 0);
    }
    boolean wasOpen = agenda.isOpen(prior);
    boolean isOpen = agenda.isOpen(after);
    if (wasOpen != isOpen) {
      changes.add(isOpen ? new Change.Open(key) : new Change.Close(key));
    }
    pending.put(key, after);
    return prior;
  }

  /**
   * Enters facts in the outbox that are on the disk already; those that have left it are passed
   * over. What is owed once more may not have rested where it was thought to.
   */
  public void owe(Destination destination, List<Fact> facts, long since) {
    for (Fact fact : facts) {
      if (held(fact.key()).contains(fact.dot())) {
        owe(new OutboxEntry(destination, fact.dot(), fact.key(), since));
        changes.add(new Change.Stir(fact.key()));
      }
    }
  }

  private void owe(OutboxEntry entry) {
    changes.add(new Change.Owe(entry));
    owed.add(entry.key());
  }

  /** From now on these are known to rest in the archive, unless something happened to them. */
  public void rest(KeyFacts seen, Shelf shelf, long at) {
    if (isAtRest(seen, shelf)) {
      changes.add(new Change.Rest(seen.key(), seen.facts(), at));
    }
  }

  /**
   * Takes the facts of a key off the disk and leaves a stub, unless something happened to them
   * since they were seen.
   *
   * @param restingBefore milliseconds since 1970; they must have rested in the archive by then
   * @return whether it did
   */
  public boolean evict(KeyFacts seen, Shelf shelf, long restingBefore, long at) {
    OptionalLong since = shelf.restingSince(seen.key(), seen.facts());
    if (since.isEmpty() || since.getAsLong() > restingBefore || !isAtRest(seen, shelf)) {
      return false;
    }
    changes.add(new Change.Evict(seen.key(), seen.facts(), at));
    stubsAdded += seen.facts().isWhole() ? 1 : 0;
    pending.put(seen.key(), seen.facts().evicted());
    return true;
  }

  /** Forgets a stub, unless it was made anew since then. */
  public void forget(Key key, Shelf shelf, long madeBefore) {
    OptionalLong made = shelf.stubMade(key);
    FactSet held = held(key);
    if (made.isPresent() && made.getAsLong() <= madeBefore && !pending.containsKey(key)) {
      changes.add(new Change.Forget(key));
      stubsAdded--;
      pending.put(key, FactSet.of(held.inOrder()));
    }
  }

  /** Whether these are all that there is of the key, nothing is left to do, and nothing is owed. */
  private boolean isAtRest(KeyFacts seen, Shelf shelf) {
    FactSet facts = held(seen.key());
    return facts.equals(seen.facts())
        && !agenda.isOpen(facts)
        && !owed.contains(seen.key())
        && !shelf.owesAny(facts);
  }

  private FactSet held(Key key) {
    return pending.containsKey(key) ? pending.get(key) : disk.apply(key);
  }

  public void settle(Destination destination, Set<Dot> dots) {
    dots.forEach(dot -> changes.add(new Change.Settle(destination, dot)));
  }

  /** Lets the mark of the clock ride along with facts. To be called once, after all writes. */
  public void mark(HybridClock clock) {
    if (!added().isEmpty()) {
      clock.unmarked().ifPresent(time -> changes.add(new Change.Mark(time)));
    }
  }

  /** The names of the facts that are new to this disk. */
  List<Dot> added() {
    return changes.stream()
        .filter(change -> change instanceof Change.Add)
        .map(change -> ((Change.Add) change).fact().dot())
        .toList();
  }

  /** How many more keys have a stub once the batch is applied, or fewer. */
  int stubsAdded() {
    return stubsAdded;
  }

  /** What there is of each key that was written, once the batch is applied. */
  Map<Key, FactSet> written() {
    return pending;
  }

  /** In the order in which they must be applied. */
  public List<Change> changes() {
    return changes;
  }

  /** Whether losing the batch in a crash loses facts; settled entries only come back. */
  public boolean mustSync() {
    return changes.stream().anyMatch(change -> !(change instanceof Change.Settle));
  }
}
