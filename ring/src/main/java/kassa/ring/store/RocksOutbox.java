package kassa.ring.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.Incarnation;
import kassa.ring.Invariant;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.OutboxEntry;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;

/**
 * The outbox on disk (rule R5): an entry for each fact and destination, in lanes of one actor's for
 * one destination, oldest first. Any thread may read.
 */
final class RocksOutbox {
  private final RocksTables tables;
  private final Function<Key, FactSet> remembered;
  private final Function<Key, FactSet> disk;
  private final Function<Exception, IllegalStateException> unreadable;
  private final OutboxFloor floor = new OutboxFloor();

  /**
   * @param remembered facts of a key, which may be older than what the disk holds
   * @param disk facts of a key, as the disk holds them now
   * @param unreadable what to throw when the disk cannot be read
   */
  RocksOutbox(
      RocksTables tables,
      Function<Key, FactSet> remembered,
      Function<Key, FactSet> disk,
      Function<Exception, IllegalStateException> unreadable)
      throws RocksDBException {
    this.tables = tables;
    this.remembered = remembered;
    this.disk = disk;
    this.unreadable = unreadable;
    discoverLanes();
  }

  /** About how many entries there are. */
  long size() {
    try {
      return tables.rows(tables.outbox());
    } catch (RocksDBException e) {
      throw unreadable.apply(e);
    }
  }

  boolean has(Destination destination, Dot dot) {
    try {
      return tables.db().get(tables.outbox(), Rows.outbox(destination, dot)) != null;
    } catch (RocksDBException e) {
      throw unreadable.apply(e);
    }
  }

  /** Whether there is an entry of any of these facts, for whomever. */
  boolean hasAny(FactSet facts) {
    Set<Destination> all = floor.destinations();
    return facts.stream().anyMatch(fact -> all.stream().anyMatch(to -> has(to, fact.dot())));
  }

  /**
   * The facts of entries, as far as they fit; first those that this node recorded. Its peers owe
   * the others as well, and each begins with its own: else all would bring the same ones at once.
   *
   * @param ripe false for an entry that is too young, and so are the later ones of its actor
   */
  List<Fact> facts(
      Destination destination,
      NodeId self,
      Predicate<OutboxEntry> ripe,
      int maxFacts,
      int maxBytes) {
    List<Fact> batch = new ArrayList<>();
    Map<Key, FactSet> read = new HashMap<>();
    int[] bytes = {0};
    walk(
        destination,
        Comparator.comparing(actor -> !actor.node().equals(self)),
        ripe,
        entry -> {
          FactSet set = read.computeIfAbsent(entry.key(), remembered);
          if (!set.knows(entry.dot())) {
            // What was read before, or is remembered, may be older than this actor's rows.
            set = disk.apply(entry.key());
            read.put(entry.key(), set);
          }
          Optional<Fact> fact = set.stream().filter(f -> f.dot().equals(entry.dot())).findFirst();
          // What has left the disk was owed to nobody by then: this entry is a moment old.
          Invariant.check(set.knows(entry.dot()), "factsOnlyGrow", entry);
          fact.ifPresent(batch::add);
          bytes[0] += fact.map(Fact::payloadLength).orElse(0);
          return batch.size() < maxFacts && bytes[0] < maxBytes;
        });
    return batch;
  }

  /**
   * @param ripe as in {@link #facts}
   */
  List<OutboxEntry> entries(
      Destination destination,
      Predicate<OutboxEntry> ripe,
      Predicate<OutboxEntry> wanted,
      int limit) {
    List<OutboxEntry> entries = new ArrayList<>();
    walk(
        destination,
        Comparator.naturalOrder(),
        ripe,
        entry -> {
          if (wanted.test(entry)) {
            entries.add(entry);
          }
          return entries.size() < limit;
        });
    return entries;
  }

  /** Adds a row to a batch; by the one writer, who says so once it is written. */
  void add(OutboxEntry entry, WriteBatch rows) throws RocksDBException {
    byte[] row = Rows.outbox(entry.destination(), entry.dot());
    rows.put(tables.outbox(), row, Rows.outboxValue(entry));
  }

  void remove(Destination destination, Dot dot, WriteBatch rows) throws RocksDBException {
    rows.delete(tables.outbox(), Rows.outbox(destination, dot));
  }

  void entered(OutboxEntry entry) {
    floor.entered(entry.destination(), entry.dot().actor(), entry.dot().seq());
  }

  /**
   * Visits a destination's entries, oldest first of one actor after another.
   *
   * @param order of the actors
   * @param visit false to end the walk
   */
  private void walk(
      Destination destination,
      Comparator<Incarnation> order,
      Predicate<OutboxEntry> ripe,
      Predicate<OutboxEntry> visit) {
    for (Incarnation actor : floor.actors(destination).stream().sorted(order).toList()) {
      OutboxFloor.Mark mark = floor.mark(destination, actor);
      try (Slice end = new Slice(Rows.outboxAfter(destination, actor));
          ReadOptions within = new ReadOptions().setIterateUpperBound(end);
          RocksIterator rows = tables.db().newIterator(tables.outbox(), within)) {
        rows.seek(Rows.outboxFrom(destination, actor, mark.from()));
        long first = rows.isValid() ? entry(rows).dot().seq() : Long.MAX_VALUE;
        floor.nothingBelow(destination, actor, first, mark);
        for (; rows.isValid(); rows.next()) {
          OutboxEntry entry = entry(rows);
          if (!ripe.test(entry)) {
            break;
          }
          if (!visit.test(entry)) {
            return;
          }
        }
        rows.status();
      } catch (RocksDBException e) {
        throw unreadable.apply(e);
      }
    }
  }

  /** Finds who has entries at all, by leaping from one lane to the next. */
  private void discoverLanes() throws RocksDBException {
    try (RocksIterator rows = tables.db().newIterator(tables.outbox())) {
      rows.seekToFirst();
      while (rows.isValid()) {
        OutboxEntry first = entry(rows);
        byte[] after = Rows.outboxAfter(first.destination(), first.dot().actor());
        rows.seekForPrev(after);
        entered(entry(rows));
        entered(first);
        rows.seek(after);
      }
      rows.status();
    }
  }

  private static OutboxEntry entry(RocksIterator rows) {
    return Rows.outboxEntry(rows.key(), rows.value());
  }
}
