package kassa.ring.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  public CommitBatch(Function<Key, FactSet> disk, Agenda agenda) {
    this.disk = disk;
    this.agenda = agenda;
  }

  /** Returns what was known of the key before. */
  public FactSet write(Write write) {
    Key key = write.key();
    FactSet prior = pending.containsKey(key) ? pending.get(key) : disk.apply(key);
    FactSet after = prior.plus(write.facts());
    for (Fact fact : write.facts()) {
      if (!prior.contains(fact.dot())) {
        changes.add(new Change.Add(fact));
        for (Destination destination : write.owed()) {
          changes.add(new Change.Owe(new OutboxEntry(destination, fact.dot(), key, write.since())));
        }
      }
    }
    boolean wasOpen = agenda.isOpen(prior);
    boolean isOpen = agenda.isOpen(after);
    if (wasOpen != isOpen) {
      changes.add(isOpen ? new Change.Open(key) : new Change.Close(key));
    }
    pending.put(key, after);
    return prior;
  }

  /** Enters facts in the outbox that are on the disk already. */
  void owe(Destination destination, List<Fact> facts, long since) {
    for (Fact fact : facts) {
      changes.add(new Change.Owe(new OutboxEntry(destination, fact.dot(), fact.key(), since)));
    }
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
