package kassa.ring.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
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
    byte[] prefix = Rows.factsOf(key);
    List<Fact> found = new ArrayList<>();
    try (RocksIterator rows = tables.db().newIterator(tables.facts(), withinKey)) {
      for (rows.seek(prefix); rows.isValid(); rows.next()) {
        if (!Rows.startsWith(rows.key(), prefix)) {
          break;
        }
        found.add(fact(rows));
      }
      check(rows);
    }
    return FactSet.of(found).plus(shelf.stub(key));
  }

  @Override
  public void scan(Partition partition, @Nullable Key after, Predicate<KeyFacts> visit) {
    byte[] start = after == null ? Rows.partitionFrom(partition) : Rows.factsAfter(after);
    walk(partition, start, (rows, stubRows) -> visit.test(next(rows, stubRows)));
  }

  /** Of most facts nothing is read but the hash that they carry: to make it costs most by far. */
  @Override
  public void sum(Partition partition, Consumer<KeySum> visit) {
    walk(
        partition,
        Rows.partitionFrom(partition),
        (rows, stubRows) -> {
          visit.accept(nextSum(rows, stubRows));
          return true;
        });
  }

  /**
   * @param visit takes what is there of the next key, and says whether to go on
   */
  private void walk(
      Partition partition, byte[] start, BiPredicate<RocksIterator, RocksIterator> visit) {
    try (Slice end = new Slice(Rows.partitionAfter(partition));
        ReadOptions within =
            new ReadOptions()
                .setTotalOrderSeek(true) // not only the rows of one key
                .setFillCache(false)
                .setIterateUpperBound(end);
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
    while (rows.isValid() && Rows.startsWith(rows.key(), key)) {
      found.add(fact(rows));
      rows.next();
    }
    FactSet held = FactSet.of(found);
    if (stubRows.isValid() && Arrays.equals(stubRows.key(), key)) {
      held = held.plus(RocksShelf.stub(stubRows.value()));
      stubRows.next();
    }
    return new KeyFacts(Rows.key(key), held);
  }

  /** What is in a stub as well counts once: so a key that has one is read. */
  private KeySum nextSum(RocksIterator rows, RocksIterator stubRows) {
    if (!rows.isValid()) {
      return KeySum.of(next(rows, stubRows));
    }
    byte[] key = Rows.keyOf(rows.key());
    if (stubRows.isValid() && Arrays.compareUnsigned(stubRows.key(), key) <= 0) {
      return KeySum.of(next(rows, stubRows));
    }
    int facts = 0;
    long sum = 0;
    while (rows.isValid() && Rows.startsWith(rows.key(), key)) {
      facts++;
      sum += hash(rows);
      rows.next();
    }
    return new KeySum(Rows.key(key), facts, sum, HybridTime.ZERO);
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
