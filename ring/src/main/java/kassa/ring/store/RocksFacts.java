package kassa.ring.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.HybridTime;
import kassa.ring.Key;
import kassa.ring.placement.Partition;
import kassa.ring.wire.FactCodec;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;

/** Facts on the disk itself, with the stubs of those that left it. Any thread may read. */
final class RocksFacts implements FactScan, AutoCloseable {
  private final RocksTables tables;
  private final RocksShelf shelf;
  private final Function<Exception, IllegalStateException> unreadable;
  private final ReadOptions withinKey = new ReadOptions().setPrefixSameAsStart(true);

  /** Not only the rows of one key. */
  private final ReadOptions anyKey = new ReadOptions().setTotalOrderSeek(true).setFillCache(false);

  /**
   * @param unreadable what to throw when the disk cannot be read
   */
  RocksFacts(
      RocksTables tables, RocksShelf shelf, Function<Exception, IllegalStateException> unreadable) {
    this.tables = tables;
    this.shelf = shelf;
    this.unreadable = unreadable;
  }

  @Override
  public FactSet read(Key key) {
    try (RocksIterator rows = tables.db().newIterator(tables.facts(), withinKey)) {
      return read(key, rows);
    }
  }

  /** With one iterator: to make one costs more than to read a key. */
  @Override
  public Map<Key, FactSet> read(Collection<Key> keys) {
    Map<Key, FactSet> found = new HashMap<>();
    try (RocksIterator rows = tables.db().newIterator(tables.facts(), anyKey)) {
      for (Key key : keys) {
        found.computeIfAbsent(key, one -> read(one, rows));
      }
    }
    return found;
  }

  /**
   * @param rows left at what follows the key
   */
  private FactSet read(Key key, RocksIterator rows) {
    byte[] prefix = Rows.factsOf(key);
    if (!isAt(prefix, rows)) {
      rows.seek(prefix);
    }
    List<Fact> found = new ArrayList<>();
    for (; isAt(prefix, rows); rows.next()) {
      found.add(fact(rows));
    }
    check(rows);
    return FactSet.of(found).plus(shelf.stub(key));
  }

  private static boolean isAt(byte[] key, RocksIterator rows) {
    return rows.isValid() && Rows.startsWith(rows.key(), key);
  }

  @Override
  public void scan(Partition partition, @Nullable Key after, Predicate<KeyFacts> visit) {
    walk(partition, after, (rows, stubRows) -> visit.test(next(rows, stubRows)));
  }

  /** Of most facts nothing is read but the row's own name. */
  @Override
  public void names(
      Partition partition, HybridTime since, @Nullable Key after, Predicate<KeyNames> visit) {
    walk(
        partition,
        after,
        (rows, stubRows) -> {
          if (!hasStub(rows, stubRows)) {
            return visit.test(nextNames(rows));
          }
          KeyFacts held = next(rows, stubRows);
          return !KeySum.of(held).counts(since) || visit.test(KeyNames.of(held));
        });
  }

  /** Of most facts nothing is read but the hash that they carry: to make it costs most by far. */
  @Override
  public void sum(Partition partition, Consumer<KeySum> visit) {
    walk(
        partition,
        null,
        (rows, stubRows) -> {
          // What is in a stub as well counts once: so a key that has one is read.
          visit.accept(hasStub(rows, stubRows) ? KeySum.of(next(rows, stubRows)) : nextSum(rows));
          return true;
        });
  }

  /**
   * @param visit takes what is there of the next key, and says whether to go on
   */
  private void walk(
      Partition partition, @Nullable Key after, BiPredicate<RocksIterator, RocksIterator> visit) {
    byte[] start = after == null ? Rows.partitionFrom(partition) : Rows.factsAfter(after);
    try (Slice end = new Slice(Rows.partitionAfter(partition));
        ReadOptions within = new ReadOptions(anyKey).setIterateUpperBound(end);
        RocksIterator rows = tables.db().newIterator(tables.facts(), within);
        RocksIterator stubRows = tables.db().newIterator(tables.stubs(), within)) {
      rows.seek(start);
      stubRows.seek(start);
      boolean more = true;
      while (more && (rows.isValid() || stubRows.isValid())) {
        more = visit.test(rows, stubRows);
      }
      check(rows);
      check(stubRows);
    }
  }

  /** About how many there are. */
  long size() {
    try {
      return tables.rows(tables.facts());
    } catch (RocksDBException e) {
      throw unreadable.apply(e);
    }
  }

  /** Adds a row to a batch; by the one writer. */
  void add(Fact fact, WriteBatch rows) throws RocksDBException {
    rows.put(tables.facts(), Rows.fact(fact.key(), fact.dot()), FactCodec.toDisk(fact));
  }

  @Override
  public void close() {
    withinKey.close();
    anyKey.close();
  }

  /** The facts of the next key, its stub, or both; the rows of both are in the same order. */
  private KeyFacts next(RocksIterator rows, RocksIterator stubRows) {
    List<Fact> found = new ArrayList<>();
    byte[] key;
    if (rows.isValid()
        && !(stubRows.isValid() && Arrays.compareUnsigned(stubRows.key(), rows.key()) < 0)) {
      found.add(fact(rows));
      key = Rows.factsOf(found.get(0).key());
      rows.next();
    } else {
      key = stubRows.key();
    }
    for (; isAt(key, rows); rows.next()) {
      found.add(fact(rows));
    }
    FactSet held = FactSet.of(found);
    if (stubRows.isValid() && Arrays.equals(stubRows.key(), key)) {
      held = held.plus(RocksShelf.stub(stubRows.value()));
      stubRows.next();
    }
    return new KeyFacts(Rows.key(key), held);
  }

  /** Whether the next key has one; it may have nothing else. */
  private static boolean hasStub(RocksIterator rows, RocksIterator stubRows) {
    return !rows.isValid()
        || (stubRows.isValid()
            && Arrays.compareUnsigned(stubRows.key(), Rows.keyOf(rows.key())) <= 0);
  }

  private KeySum nextSum(RocksIterator rows) {
    byte[] key = Rows.keyOf(rows.key());
    int facts = 0;
    long sum = 0;
    for (; isAt(key, rows); rows.next()) {
      facts++;
      sum += hash(rows);
    }
    return new KeySum(Rows.key(key), facts, sum, HybridTime.ZERO);
  }

  private KeyNames nextNames(RocksIterator rows) {
    byte[] key = Rows.keyOf(rows.key());
    List<Dot> dots = new ArrayList<>();
    for (; isAt(key, rows); rows.next()) {
      dots.add(Rows.dot(rows.key(), key.length));
    }
    return new KeyNames(Rows.key(key), dots);
  }

  private long hash(RocksIterator rows) {
    try {
      return FactCodec.hashOnDisk(rows.value());
    } catch (IllegalArgumentException e) {
      throw unreadable.apply(e);
    }
  }

  private Fact fact(RocksIterator rows) {
    try {
      return FactCodec.fromDisk(rows.value());
    } catch (IllegalArgumentException e) {
      throw unreadable.apply(e);
    }
  }

  private void check(RocksIterator rows) {
    try {
      rows.status();
    } catch (RocksDBException e) {
      throw unreadable.apply(e);
    }
  }
}
