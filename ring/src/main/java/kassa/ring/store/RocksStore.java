package kassa.ring.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import kassa.ring.Bound;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.HybridClock;
import kassa.ring.HybridTime;
import kassa.ring.Incarnation;
import kassa.ring.Invariant;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.OutboxEntry;
import kassa.ring.placement.Partition;
import kassa.ring.wire.FactCodec;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.Env;
import org.rocksdb.LRUCache;
import org.rocksdb.Priority;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The local store on RocksDB. A commit takes what queued since the previous one: a write that comes
 * after a silence waits for nothing, and under load many share one fsync, one turn of the actors
 * that hear of it and one packet to each peer. It runs where the actors do, behind what they have
 * queued already; a thread of its own would be woken for every commit and wake others after it,
 * which cost more than the commit. RocksDB's own lock keeps a second process off the directory.
 */
public final class RocksStore implements LocalStore {
  private static final int RECENT = 4_096;
  private static final int MAX_BATCH = 512;
  private static final long SETTLE_MILLIS = 20;

  /**
   * Commits begin at least this far apart. A checkout waits for four of them, one after the other;
   * without it a ring of three on two cores does half as many of them.
   */
  private static final long PACE_NANOS = 10_000_000;

  private static final int MAX_WAITING_OFFERS = 20_000;
  private static final long CACHE_BYTES = 48L << 20;
  private static final long MEMTABLE_BYTES = 64L << 20;

  /** Performs the one synchronous write of a batch; a seam for disks that fail. */
  @FunctionalInterface
  public interface Disk {
    Disk REAL = (db, options, batch) -> db.write(options, batch);

    void write(RocksDB db, WriteOptions options, WriteBatch batch) throws RocksDBException;
  }

  private record Settled(Destination destination, Set<Dot> dots) {}

  private sealed interface Request {
    record Put(Write write, Consumer<FactSet> durable) implements Request {}

    record Offer(List<Write> writes, Consumer<List<FactSet>> durable) implements Request {}

    record Owe(Destination destination, List<Fact> facts, long since, Runnable durable)
        implements Request {}

    record Shelve(Consumer<CommitBatch> work, Runnable durable) implements Request {}
  }

  private final Path directory;
  private final Agenda agenda;
  private final Disk disk;
  private final Consumer<Throwable> fatal;
  private final DBOptions options = new DBOptions();
  private final ColumnFamilyOptions factOptions = new ColumnFamilyOptions();
  private final ColumnFamilyOptions plainOptions = new ColumnFamilyOptions();
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final WriteOptions lazy = new WriteOptions();
  private final ReadOptions withinKey = new ReadOptions().setPrefixSameAsStart(true);
  private final RocksDB db;
  private final ColumnFamilyHandle facts;
  private final ColumnFamilyHandle outbox;
  private final ColumnFamilyHandle openKeys;
  private final ColumnFamilyHandle stubs;
  private final ColumnFamilyHandle resting;
  private final RocksRegister register;
  private final RocksShelf shelf;

  // Own appends are bounded by the checkouts a node admits; what others bring is bounded here.
  private final LinkedBlockingQueue<Request> queue = new LinkedBlockingQueue<>();
  // Nobody waits for these, so they wake nobody: they go with the next write.
  private final ConcurrentLinkedQueue<Settled> settled = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingOffers = new AtomicInteger();
  private final OutboxFloor floor = new OutboxFloor();
  private final RecentFacts recent = new RecentFacts(RECENT);
  private final Map<Key, Long> open = new ConcurrentHashMap<>();
  private final Executor committer;
  private final Executor soon;
  private volatile long lastBegun = System.nanoTime() - PACE_NANOS;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicBoolean settling = new AtomicBoolean();
  private final Object committing = new Object();
  private final HybridClock clock;
  private final AtomicBoolean failed = new AtomicBoolean();
  private volatile boolean takesOffers = true;
  private volatile boolean stopped;

  /**
   * Opens or creates the store.
   *
   * @param disk performs the writes
   * @param committer runs one commit at a time, which blocks on the disk for as long as one fsync
   * @param fatal told once, when a write or fsync failed; the process has to end
   * @throws IOException when the directory cannot be used, with the reason for people
   * @throws StoreDamaged when what is in it cannot be read
   */
  public static RocksStore open(
      Path directory, Agenda agenda, Disk disk, Executor committer, Consumer<Throwable> fatal)
      throws IOException {
    RocksDB.loadLibrary();
    // Merging old files takes what CPU is left over; a full level only costs reads for a while.
    Env.getDefault().lowerThreadPoolCPUPriority(Priority.LOW);
    Files.createDirectories(directory);
    try {
      return new RocksStore(directory, agenda, disk, committer, fatal);
    } catch (RocksDBException e) {
      if (isCorruption(e)) {
        throw new StoreDamaged(directory.toString(), e);
      }
      boolean locked = String.valueOf(e.getMessage()).contains("lock");
      String why = locked ? "another process uses it" : e.getMessage();
      throw new IOException("cannot open the store in " + directory + ": " + why, e);
    }
  }

  private RocksStore(
      Path directory, Agenda agenda, Disk disk, Executor committer, Consumer<Throwable> fatal)
      throws RocksDBException {
    this.directory = directory;
    this.agenda = agenda;
    this.disk = disk;
    this.fatal = fatal;
    LRUCache cache = new LRUCache(CACHE_BYTES);
    factOptions
        .useFixedLengthPrefixExtractor(Rows.FACT_PREFIX)
        .setMemtablePrefixBloomSizeRatio(0.1)
        .setWriteBufferSize(MEMTABLE_BYTES)
        .setTableFormatConfig(
            new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setFilterPolicy(new BloomFilter(10))
                .setWholeKeyFiltering(false));
    plainOptions
        .setWriteBufferSize(MEMTABLE_BYTES)
        .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache));
    options
        .setCreateIfMissing(true)
        .setCreateMissingColumnFamilies(true)
        // There is one writer: what lets several in costs it time and gives it nothing.
        .setAllowConcurrentMemtableWrite(false)
        .setEnableWriteThreadAdaptiveYield(false)
        .setMaxBackgroundJobs(2)
        .setKeepLogFileNum(3)
        // A torn tail was never acknowledged; damage before it must not pass for one.
        .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
        .setMaxTotalWalSize(2 * MEMTABLE_BYTES);
    List<ColumnFamilyHandle> handles = new ArrayList<>();
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
            handles);
    this.facts = handles.get(1);
    this.outbox = handles.get(2);
    this.openKeys = handles.get(3);
    this.stubs = handles.get(4);
    this.resting = handles.get(5);
    this.register = new RocksRegister(db, synced);
    this.shelf =
        new RocksShelf(db, facts, stubs, resting, outbox, floor::destinations, this::damaged);
    loadOpenKeys();
    discoverLanes();
    this.committer = committer;
    this.soon = CompletableFuture.delayedExecutor(SETTLE_MILLIS, TimeUnit.MILLISECONDS, committer);
    byte[] mark = db.get(Rows.CLOCK);
    this.clock = new HybridClock(mark == null ? HybridTime.ZERO : Rows.mark(mark));
  }

  @Override
  public void write(Write write, Consumer<FactSet> durable) {
    enqueue(new Request.Put(write, durable));
  }

  @Override
  public boolean offer(List<Write> writes, Consumer<List<FactSet>> durable) {
    if (waitingOffers.incrementAndGet() > MAX_WAITING_OFFERS || !takesOffers) {
      waitingOffers.decrementAndGet();
      return false;
    }
    enqueue(new Request.Offer(writes, durable));
    return true;
  }

  @Override
  public void takeOffers(boolean takes) {
    takesOffers = takes;
  }

  @Override
  public long owedEntries() {
    try {
      return db.getLongProperty(outbox, "rocksdb.estimate-num-keys");
    } catch (RocksDBException e) {
      throw damaged(e);
    }
  }

  @Override
  public void settle(Destination destination, Set<Dot> dots) {
    settled.add(new Settled(destination, dots));
    if (settling.compareAndSet(false, true)) {
      soon.execute(
          () -> {
            settling.set(false);
            schedule();
          });
    }
  }

  @Override
  public void owe(Destination destination, List<Fact> facts, long since, Runnable durable) {
    enqueue(new Request.Owe(destination, facts, since, durable));
  }

  @Override
  public void barrier(Runnable durable) {
    shelve(nothing -> {}, durable);
  }

  @Override
  public Shelf shelf() {
    return shelf;
  }

  @Override
  public void rest(List<KeyFacts> seen, long at, Runnable durable) {
    shelve(commit -> seen.forEach(one -> commit.rest(one, shelf, at)), durable);
  }

  @Override
  public void evict(List<KeyFacts> seen, long restingBefore, long at, IntConsumer durable) {
    AtomicInteger evicted = new AtomicInteger();
    shelve(
        commit -> {
          for (KeyFacts one : seen) {
            evicted.addAndGet(commit.evict(one, shelf, restingBefore, at) ? 1 : 0);
          }
        },
        () -> durable.accept(evicted.get()));
  }

  @Override
  public void forget(List<Key> keys, long madeBefore, Runnable durable) {
    shelve(commit -> keys.forEach(key -> commit.forget(key, shelf, madeBefore)), durable);
  }

  private void shelve(Consumer<CommitBatch> work, Runnable durable) {
    enqueue(new Request.Shelve(work, durable));
  }

  @Override
  public boolean owes(Destination destination, Dot dot) {
    try {
      return db.get(outbox, Rows.outbox(destination, dot)) != null;
    } catch (RocksDBException e) {
      throw damaged(e);
    }
  }

  @Override
  public void scan(Partition partition, @Nullable Key after, Predicate<KeyFacts> visit) {
    byte[] start = after == null ? Rows.partitionFrom(partition) : Rows.factsAfter(after);
    try (Slice end = new Slice(Rows.partitionAfter(partition));
        ReadOptions within =
            new ReadOptions()
                .setTotalOrderSeek(true) // not only the rows of one key
                .setFillCache(false)
                .setIterateUpperBound(end);
        RocksIterator rows = db.newIterator(facts, within);
        RocksIterator stubRows = db.newIterator(stubs, within)) {
      rows.seek(start);
      stubRows.seek(start);
      boolean more = true;
      while (more && (rows.isValid() || stubRows.isValid())) {
        more = visit.test(next(rows, stubRows));
      }
      check(rows);
      check(stubRows);
    }
  }

  /** The facts of the next key, its stub, or both; the rows of both are in the same order. */
  private KeyFacts next(RocksIterator rows, RocksIterator stubRows) {
    List<Fact> found = new ArrayList<>();
    byte[] key =
        !rows.isValid()
                || (stubRows.isValid() && Arrays.compareUnsigned(stubRows.key(), rows.key()) < 0)
            ? stubRows.key()
            : Rows.factsOf(fact(rows).key());
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

  @Override
  public FactSet read(Key key) {
    return recent.of(key).orElseGet(() -> readDisk(key));
  }

  private FactSet readDisk(Key key) {
    byte[] prefix = Rows.factsOf(key);
    List<Fact> found = new ArrayList<>();
    try (RocksIterator rows = db.newIterator(facts, withinKey)) {
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
  public List<Fact> owed(
      Destination destination,
      NodeId self,
      long ownBefore,
      long foreignBefore,
      int maxFacts,
      int maxBytes) {
    List<Fact> batch = new ArrayList<>();
    Map<Key, FactSet> read = new HashMap<>();
    int[] bytes = {0};
    walk(
        destination,
        entry -> {
          boolean own = entry.dot().actor().node().equals(self);
          return entry.isRipe(own ? ownBefore : foreignBefore);
        },
        entry -> {
          FactSet set = read.computeIfAbsent(entry.key(), this::read);
          if (!set.knows(entry.dot())) {
            // What was read before, or is remembered, may be older than this actor's rows.
            set = readDisk(entry.key());
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

  @Override
  public List<OutboxEntry> outbox(Destination destination, long before, int limit) {
    List<OutboxEntry> entries = new ArrayList<>();
    walk(
        destination,
        entry -> entry.since() <= before,
        entry -> {
          entries.add(entry);
          return entries.size() < limit;
        });
    return entries;
  }

  @Override
  public List<OutboxEntry> outbox(
      Destination destination, Predicate<OutboxEntry> wanted, int limit) {
    List<OutboxEntry> entries = new ArrayList<>();
    walk(
        destination,
        entry -> true,
        entry -> {
          if (wanted.test(entry)) {
            entries.add(entry);
          }
          return entries.size() < limit;
        });
    return entries;
  }

  @Override
  public List<Key> open(long before, int limit) {
    return open.entrySet().stream()
        .filter(entry -> entry.getValue() <= before)
        .limit(limit)
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public HybridClock clock() {
    return clock;
  }

  @Override
  public Register register() {
    return register;
  }

  @Override
  public List<Bound> bounds() {
    return List.of(
        Bound.of("store.offers", MAX_WAITING_OFFERS, "writes", "not taken; they stay owed")
            .used(waitingOffers.get()),
        Bound.of("store.batch", MAX_BATCH, "writes", "the rest goes with the next fsync"),
        Bound.of("store.recent", RECENT, "keys", "the oldest are read from disk again"),
        Bound.of("store.cache", CACHE_BYTES, "bytes", "what was not read for long makes room"),
        Bound.of("store.log", options.maxTotalWalSize(), "bytes", "tables are written, by and by"));
  }

  @Override
  public void close() {
    synchronized (committing) {
      stopped = true;
      queue.clear();
    }
    List.of(facts, outbox, openKeys, stubs, resting).forEach(ColumnFamilyHandle::close);
    db.close();
    List.of(options, factOptions, plainOptions, synced, lazy, withinKey).forEach(o -> o.close());
  }

  private void enqueue(Request request) {
    if (!stopped) {
      queue.add(request);
      schedule();
    }
  }

  private void fail(Throwable why) {
    if (failed.compareAndSet(false, true)) {
      fatal.accept(why);
    }
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      long wait = lastBegun + PACE_NANOS - System.nanoTime();
      Executor then =
          wait <= 0
              ? committer
              : CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS, committer);
      then.execute(this::commitNext);
    }
  }

  private void commitNext() {
    @Nullable Throwable failure = null;
    synchronized (committing) {
      scheduled.set(false);
      lastBegun = System.nanoTime();
      if (stopped) {
        return;
      }
      try {
        commit();
      } catch (Throwable e) {
        stopped = true;
        queue.clear();
        failure = e;
      }
    }
    if (failure != null) {
      // Outside the lock: whoever is told ends the process, and that closes the store.
      fail(failure);
    } else if (!queue.isEmpty()) {
      schedule();
    }
  }

  private void commit() throws RocksDBException {
    List<Request> requests = new ArrayList<>();
    queue.drainTo(requests, MAX_BATCH);
    CommitBatch commit = new CommitBatch(this::read, agenda);
    // First, so that nothing is settled which is entered in this very batch.
    for (Settled next = settled.poll(); next != null; next = settled.poll()) {
      commit.settle(next.destination(), next.dots());
    }
    List<Runnable> callbacks = new ArrayList<>(requests.size());
    for (Request request : requests) {
      if (request instanceof Request.Put put) {
        FactSet prior = commit.write(put.write());
        callbacks.add(() -> put.durable().accept(prior));
      } else if (request instanceof Request.Offer offer) {
        waitingOffers.decrementAndGet();
        List<FactSet> priors = offer.writes().stream().map(commit::write).toList();
        callbacks.add(() -> offer.durable().accept(priors));
      } else if (request instanceof Request.Owe owe) {
        List<Fact> news =
            owe.facts().stream().filter(f -> !owes(owe.destination(), f.dot())).toList();
        commit.owe(owe.destination(), news, owe.since());
        callbacks.add(owe.durable());
      } else if (request instanceof Request.Shelve shelve) {
        shelve.work().accept(commit);
        callbacks.add(shelve.durable());
      }
    }
    commit.mark(clock);
    try (WriteBatch rows = new WriteBatch()) {
      for (Change change : commit.changes()) {
        add(rows, change);
      }
      register.note(commit.added(), rows);
      shelf.note(commit.stubsAdded(), rows);
      if (rows.count() > 0) {
        disk.write(db, commit.mustSync() ? synced : lazy, rows);
      }
    }
    recent.remember(commit.written());
    commit.changes().forEach(this::remember);
    callbacks.forEach(Runnable::run);
  }

  private void add(WriteBatch rows, Change change) throws RocksDBException {
    if (change instanceof Change.Add add) {
      Fact fact = add.fact();
      rows.put(facts, Rows.fact(fact.key(), fact.dot()), FactCodec.toDisk(fact));
    } else if (change instanceof Change.Owe owe) {
      OutboxEntry entry = owe.entry();
      rows.put(outbox, Rows.outbox(entry.destination(), entry.dot()), Rows.outboxValue(entry));
    } else if (change instanceof Change.Settle settle) {
      rows.delete(outbox, Rows.outbox(settle.destination(), settle.dot()));
    } else if (change instanceof Change.Open opened) {
      rows.put(openKeys, Rows.text(opened.key().value()), new byte[0]);
    } else if (change instanceof Change.Close closed) {
      rows.delete(openKeys, Rows.text(closed.key().value()));
    } else if (change instanceof Change.Mark mark) {
      rows.put(Rows.CLOCK, Rows.markValue(mark.time()));
    } else {
      shelf.add(change, rows);
    }
  }

  private void remember(Change change) {
    if (change instanceof Change.Owe owe) {
      Dot dot = owe.entry().dot();
      floor.entered(owe.entry().destination(), dot.actor(), dot.seq());
    } else if (change instanceof Change.Open opened) {
      open.put(opened.key(), System.currentTimeMillis());
    } else if (change instanceof Change.Close closed) {
      open.remove(closed.key());
    } else if (change instanceof Change.Mark mark) {
      clock.marked(mark.time());
    }
  }

  private void loadOpenKeys() {
    try (RocksIterator rows = db.newIterator(openKeys)) {
      for (rows.seekToFirst(); rows.isValid(); rows.next()) {
        open.put(new Key(new String(rows.key(), StandardCharsets.UTF_8)), 0L);
      }
      check(rows);
    }
  }

  /**
   * Visits a destination's entries, oldest first of one actor after another.
   *
   * @param ripe false for an entry that is too young, and so are the later ones of its actor
   * @param visit false to end the walk
   */
  private void walk(
      Destination destination, Predicate<OutboxEntry> ripe, Predicate<OutboxEntry> visit) {
    for (Incarnation actor : floor.actors(destination)) {
      OutboxFloor.Mark mark = floor.mark(destination, actor);
      try (Slice end = new Slice(Rows.outboxAfter(destination, actor));
          ReadOptions within = new ReadOptions().setIterateUpperBound(end);
          RocksIterator rows = db.newIterator(outbox, within)) {
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
        check(rows);
      }
    }
  }

  /** Finds who has entries at all, by leaping from one actor's lane to the next. */
  private void discoverLanes() {
    try (RocksIterator rows = db.newIterator(outbox)) {
      rows.seekToFirst();
      while (rows.isValid()) {
        OutboxEntry first = Rows.outboxEntry(rows.key(), rows.value());
        byte[] after = Rows.outboxAfter(first.destination(), first.dot().actor());
        rows.seekForPrev(after);
        floor.entered(
            first.destination(),
            first.dot().actor(),
            Rows.outboxEntry(rows.key(), rows.value()).dot().seq());
        floor.entered(first.destination(), first.dot().actor(), first.dot().seq());
        rows.seek(after);
      }
      check(rows);
    }
  }

  private static OutboxEntry entry(RocksIterator rows) {
    return Rows.outboxEntry(rows.key(), rows.value());
  }

  private Fact fact(RocksIterator rows) {
    try {
      return FactCodec.fromDisk(rows.value());
    } catch (IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  private void check(RocksIterator rows) {
    try {
      rows.status();
    } catch (RocksDBException e) {
      throw damaged(e);
    }
  }

  /** Whoever reads gets nothing, and the process ends: what else the disk says is not believed. */
  private IllegalStateException damaged(Exception why) {
    IllegalStateException damage =
        why instanceof RocksDBException e && !isCorruption(e)
            ? new IllegalStateException("the store cannot be read: " + e.getMessage(), e)
            : new StoreDamaged(directory.toString(), why);
    if (!Thread.holdsLock(committing)) { // else the commit that reads fails with it
      fail(damage);
    }
    return damage;
  }

  private static boolean isCorruption(RocksDBException e) {
    return e.getStatus() != null && e.getStatus().getCode() == Status.Code.Corruption;
  }
}
