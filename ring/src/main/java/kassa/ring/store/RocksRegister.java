package kassa.ring.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import kassa.ring.Dot;
import kassa.ring.Incarnation;
import kassa.ring.NodeId;
import kassa.ring.membership.Standing;
import kassa.ring.placement.Partition;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** The register in the store's default column family: few and small rows, all kept in memory. */
final class RocksRegister implements Register {
  private static final byte[] ORIGIN = Rows.text("origin");
  private static final byte[] STANDING = Rows.text("standing");
  private static final String COMPLETE = "complete ";
  private static final String ACTOR = "actor ";

  private final RocksDB db;
  private final WriteOptions synced;
  private final LatestLives lives = new LatestLives();
  private final Set<Partition> complete = ConcurrentHashMap.newKeySet();
  private volatile Optional<Incarnation> origin;
  private volatile Standing standing;

  RocksRegister(RocksDB db, WriteOptions synced) throws RocksDBException {
    this.db = db;
    this.synced = synced;
    this.origin = text(ORIGIN).map(Incarnation::parse);
    this.standing = text(STANDING).map(Standing::valueOf).orElse(Standing.NEW);
    walk(COMPLETE, (name, value) -> complete.add(new Partition(Integer.parseInt(name))));
    walk(
        ACTOR,
        (name, value) ->
            lives.raise(Map.of(Incarnation.parse(name), ByteBuffer.wrap(value).getLong())));
  }

  /** Lets a batch say how far its facts go; by the one writer, before the batch is written. */
  void note(Collection<Dot> added, WriteBatch rows) throws RocksDBException {
    Map<Incarnation, Long> raised = lives.raisedBy(added);
    for (Map.Entry<Incarnation, Long> actor : raised.entrySet()) {
      byte[] seq = ByteBuffer.allocate(Long.BYTES).putLong(actor.getValue()).array();
      rows.put(Rows.text(ACTOR + actor.getKey()), seq);
    }
    lives.raise(raised);
  }

  @Override
  public Optional<Incarnation> origin() {
    return origin;
  }

  @Override
  public synchronized void begin(Incarnation life) {
    if (origin.isEmpty()) {
      put(ORIGIN, Rows.text(life.toString()));
      origin = Optional.of(life);
    }
    lives.begin(life);
  }

  @Override
  public Standing standing() {
    return standing;
  }

  @Override
  public synchronized void stand(Standing now, Collection<Partition> partitions) {
    try (WriteBatch rows = new WriteBatch()) {
      rows.put(STANDING, Rows.text(now.name()));
      for (Partition partition : complete) {
        rows.delete(row(partition));
      }
      for (Partition partition : partitions) {
        rows.put(row(partition), new byte[0]);
      }
      db.write(synced, rows);
    } catch (RocksDBException e) {
      throw new IllegalStateException("the register cannot be written", e);
    }
    complete.retainAll(Set.copyOf(partitions));
    complete.addAll(partitions);
    standing = now;
  }

  @Override
  public synchronized void complete(Partition partition) {
    put(row(partition), new byte[0]);
    complete.add(partition);
  }

  @Override
  public int countComplete() {
    return complete.size();
  }

  @Override
  public boolean isComplete(Partition partition) {
    return complete.contains(partition);
  }

  @Override
  public Map<Incarnation, Long> latestLives(NodeId node) {
    return lives.of(node);
  }

  private void put(byte[] row, byte[] value) {
    try {
      db.put(synced, row, value);
    } catch (RocksDBException e) {
      throw new IllegalStateException("the register cannot be written", e);
    }
  }

  private Optional<String> text(byte[] row) throws RocksDBException {
    return Optional.ofNullable(db.get(row)).map(v -> new String(v, StandardCharsets.UTF_8));
  }

  private static byte[] row(Partition partition) {
    return Rows.text(COMPLETE + partition.number());
  }

  private interface Visit {
    void row(String name, byte[] value);
  }

  private void walk(String prefix, Visit visit) throws RocksDBException {
    byte[] start = Rows.text(prefix);
    try (RocksIterator rows = db.newIterator()) {
      for (rows.seek(start); rows.isValid() && Rows.startsWith(rows.key(), start); rows.next()) {
        String row = new String(rows.key(), StandardCharsets.UTF_8);
        visit.row(row.substring(prefix.length()), rows.value());
      }
      rows.status();
    }
  }
}
