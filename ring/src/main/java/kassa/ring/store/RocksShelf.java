package kassa.ring.store;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.Stub;
import kassa.ring.wire.ByteReader;
import kassa.ring.wire.ByteWriter;
import kassa.ring.wire.FactCodec;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Stubs, and since when the facts of a key are known to rest in the archive: a row for each key in
 * a column family of its own, sorted as the facts are. How many stubs there are is a row as well,
 * for counting millions at a start would take minutes; and while there are none, nobody looks for
 * one.
 */
final class RocksShelf implements Shelf {
  private static final byte[] COUNT = Rows.text("stubs");

  private final RocksTables tables;
  private final Predicate<FactSet> owesAny;
  private final Function<Exception, IllegalStateException> unreadable;
  private volatile long count;

  /**
   * @param owesAny whether the outbox has an entry of any of these facts
   * @param unreadable what to throw when the disk cannot be read
   */
  RocksShelf(
      RocksTables tables,
      Predicate<FactSet> owesAny,
      Function<Exception, IllegalStateException> unreadable)
      throws RocksDBException {
    this.tables = tables;
    this.owesAny = owesAny;
    this.unreadable = unreadable;
    byte[] counted = tables.db().get(COUNT);
    this.count = counted == null ? 0 : ByteBuffer.wrap(counted).getLong();
  }

  Stub stub(Key key) {
    byte[] row = count == 0 ? null : get(tables.stubs(), Rows.factsOf(key));
    return row == null ? Stub.NONE : stub(row);
  }

  /** Of the row of a stub. */
  static Stub stub(byte[] row) {
    ByteReader in = new ByteReader(row);
    in.i64();
    Stub stub = FactCodec.readStub(in);
    in.end();
    return stub;
  }

  @Override
  public OptionalLong restingSince(Key key, FactSet facts) {
    byte[] row = get(tables.resting(), Rows.factsOf(key));
    if (row == null) {
      return OptionalLong.empty();
    }
    ByteBuffer noted = ByteBuffer.wrap(row);
    long since = noted.getLong();
    return noted.getLong() == facts.sum() ? OptionalLong.of(since) : OptionalLong.empty();
  }

  @Override
  public boolean owesAny(FactSet facts) {
    return owesAny.test(facts);
  }

  @Override
  public OptionalLong stubMade(Key key) {
    byte[] row = get(tables.stubs(), Rows.factsOf(key));
    return row == null ? OptionalLong.empty() : OptionalLong.of(ByteBuffer.wrap(row).getLong());
  }

  @Override
  public long stubs() {
    return count;
  }

  /** Adds the rows of a change that is about stubs, if it is; by the one writer. */
  void add(Change change, WriteBatch rows) throws RocksDBException {
    if (change instanceof Change.Evict evict) {
      for (Fact fact : evict.facts()) {
        rows.delete(tables.facts(), Rows.fact(evict.key(), fact.dot()));
      }
      rows.delete(tables.resting(), Rows.factsOf(evict.key()));
      Stub stub = evict.facts().evicted().stub();
      rows.put(tables.stubs(), Rows.factsOf(evict.key()), toRow(stub, evict.at()));
    } else if (change instanceof Change.Keep keep && keep.stub().isEmpty()) {
      rows.delete(tables.stubs(), Rows.factsOf(keep.key()));
    } else if (change instanceof Change.Keep keep) {
      rows.put(tables.stubs(), Rows.factsOf(keep.key()), toRow(keep.stub(), keep.at()));
    } else if (change instanceof Change.Forget forget) {
      rows.delete(tables.stubs(), Rows.factsOf(forget.key()));
    } else if (change instanceof Change.Rest rest) {
      rows.put(tables.resting(), Rows.factsOf(rest.key()), numbers(rest.at(), rest.facts().sum()));
    } else if (change instanceof Change.Stir stir) {
      rows.delete(tables.resting(), Rows.factsOf(stir.key()));
    }
  }

  /** Lets the batch say how many stubs there are; by the one writer, before it is written. */
  void note(int added, WriteBatch rows) throws RocksDBException {
    if (added != 0) {
      long after = count + added;
      rows.put(COUNT, numbers(after));
      count = after;
    }
  }

  private byte @Nullable [] get(ColumnFamilyHandle family, byte[] row) {
    try {
      return tables.db().get(family, row);
    } catch (RocksDBException e) {
      throw unreadable.apply(e);
    }
  }

  private static byte[] toRow(Stub stub, long at) {
    ByteWriter out = new ByteWriter().i64(at);
    FactCodec.write(out, stub);
    return out.toBytes();
  }

  private static byte[] numbers(long... numbers) {
    ByteBuffer row = ByteBuffer.allocate(numbers.length * Long.BYTES);
    LongStream.of(numbers).forEach(row::putLong);
    return row.array();
  }
}
