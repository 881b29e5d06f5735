package kassa.ring.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.Env;
import org.rocksdb.LRUCache;
import org.rocksdb.Priority;
import org.rocksdb.RateLimiter;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;

/** The database of a node, and its column families. */
final class RocksTables implements AutoCloseable {
  /**
   * What a row costs is mostly finding its place in the memory of its table: small is quick. And
   * the nodes of a ring fill theirs at the same time: what is large is written while customers
   * wait.
   */
  private static final long MEMTABLE_BYTES = 16L << 20;

  /** So that writes go on while full ones are written to files. */
  private static final int MEMTABLES = 4;

  /** So many files of facts are merged at once; with fewer, older ones are rewritten more often. */
  private static final int FACT_FILES = 16;

  /** As many of the other families, where most is deleted soon. */
  private static final int PLAIN_FILES = 4;

  /** Of what was read, for all families together. */
  static final long CACHE_BYTES = 48L << 20;

  /** Of the write-ahead log, before memtables are written to make it shorter. */
  static final long LOG_BYTES = 8 * MEMTABLE_BYTES;

  /** Of a file that is being written, before the disk begins with them. */
  private static final long SYNC_BYTES = 1L << 20;

  private final LRUCache cache;
  private final RateLimiter limiter = new RateLimiter(WriteBack.FASTEST);
  private final ColumnFamilyOptions factOptions;
  private final ColumnFamilyOptions plainOptions;
  private final DBOptions options;
  private final RocksDB db;
  private final List<ColumnFamilyHandle> families = new ArrayList<>();

  /**
   * Opens or creates it.
   *
   * @throws RocksDBException also when another process uses it
   */
  RocksTables(Path directory) throws RocksDBException {
    // Merging old files takes what CPU is left over; a full level only costs reads for a while.
    Env.getDefault().lowerThreadPoolCPUPriority(Priority.LOW);
    this.cache = new LRUCache(CACHE_BYTES);
    this.factOptions =
        new ColumnFamilyOptions()
            .useFixedLengthPrefixExtractor(Rows.FACT_PREFIX)
            .setMemtablePrefixBloomSizeRatio(0.1)
            .setWriteBufferSize(MEMTABLE_BYTES)
            .setMaxWriteBufferNumber(MEMTABLES)
            .setLevel0FileNumCompactionTrigger(FACT_FILES)
            .setLevel0SlowdownWritesTrigger(3 * FACT_FILES)
            .setLevel0StopWritesTrigger(4 * FACT_FILES)
            .setTableFormatConfig(
                new BlockBasedTableConfig()
                    .setBlockCache(cache)
                    .setFilterPolicy(new BloomFilter(10))
                    .setWholeKeyFiltering(false));
    this.plainOptions =
        new ColumnFamilyOptions()
            .setWriteBufferSize(MEMTABLE_BYTES)
            .setMaxWriteBufferNumber(MEMTABLES)
            .setLevel0FileNumCompactionTrigger(PLAIN_FILES)
            .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache));
    this.options =
        new DBOptions()
            .setCreateIfMissing(true)
            .setCreateMissingColumnFamilies(true)
            // There is one writer: what lets several in costs it time and gives it nothing.
            .setAllowConcurrentMemtableWrite(false)
            .setEnableWriteThreadAdaptiveYield(false)
            .setMaxBackgroundJobs(2)
            .setRateLimiter(limiter)
            // A commit's fsync would wait for all that the disk was not told to begin with.
            .setBytesPerSync(SYNC_BYTES)
            .setKeepLogFileNum(3)
            // A torn tail was never acknowledged; damage before it must not pass for one.
            .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
            .setMaxTotalWalSize(LOG_BYTES);
    this.db =
        RocksDB.open(
            options,
            directory.toString(),
            List.of(
                new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, plainOptions),
                new ColumnFamilyDescriptor(Rows.text("facts"), factOptions),
                new ColumnFamilyDescriptor(Rows.text("outbox"), plainOptions),
                new ColumnFamilyDescriptor(Rows.text("open"), plainOptions),
                new ColumnFamilyDescriptor(Rows.text("stubs"), plainOptions),
                new ColumnFamilyDescriptor(Rows.text("resting"), plainOptions)),
            families);
    // Not before: what the log holds was written to files meanwhile, and nobody is served yet.
    limiter.setBytesPerSecond(WriteBack.SLOWEST);
  }

  RocksDB db() {
    return db;
  }

  ColumnFamilyHandle facts() {
    return families.get(1);
  }

  ColumnFamilyHandle outbox() {
    return families.get(2);
  }

  ColumnFamilyHandle openKeys() {
    return families.get(3);
  }

  ColumnFamilyHandle stubs() {
    return families.get(4);
  }

  ColumnFamilyHandle resting() {
    return families.get(5);
  }

  /** To be called now and then while there are commits: by what waits, it is written faster. */
  void paceWriteBack() throws RocksDBException {
    int files = 0;
    int memtables = 0;
    for (ColumnFamilyHandle family : families) {
      int merged = family.equals(facts()) ? FACT_FILES : PLAIN_FILES;
      String level0 = db.getProperty(family, "rocksdb.num-files-at-level0");
      files = Math.max(files, Integer.parseInt(level0) - merged);
      long full = db.getLongProperty(family, "rocksdb.num-immutable-mem-table");
      memtables = Math.max(memtables, (int) full);
    }
    limiter.setBytesPerSecond(WriteBack.pace(files, memtables));
  }

  /** In bytes a second. */
  long writtenBackAt() {
    return limiter.getBytesPerSecond();
  }

  /** About how many rows a family has. */
  long rows(ColumnFamilyHandle family) throws RocksDBException {
    return db.getLongProperty(family, "rocksdb.estimate-num-keys");
  }

  static boolean isCorruption(RocksDBException e) {
    return e.getStatus() != null && e.getStatus().getCode() == Status.Code.Corruption;
  }

  @Override
  public void close() {
    families.forEach(ColumnFamilyHandle::close);
    db.close();
    options.close();
    limiter.close();
    factOptions.close();
    plainOptions.close();
    cache.close();
  }
}
