package kassa.ring.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.OutboxEntry;
import kassa.ring.placement.Partition;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
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
  /** As many as come in some seconds: who carries them on asks for them by then. */
  private static final int RECENT = 2_048;

  private static final int MAX_BATCH = 512;
  private static final long SETTLE_MILLIS = 20;

  /**
   * Commits begin at least this far apart. A checkout waits for four of them, one after the other;
   * without it a ring of three on two cores does half as many of them.
   */
  private static final long PACE_NANOS = 10_000_000;

  /** So often the pace of what is written later is looked at. */
  private static final long WRITE_BACK_NANOS = 250_000_000;

  private static final int MAX_WAITING_OFFERS = 20_000;

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
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final WriteOptions lazy = new WriteOptions();
  private final RocksTables tables;
  private final RocksRegister register;
  private final RocksShelf shelf;
  private final RocksFacts facts;
  private final RocksOutbox outbox;

  // Own appends are bounded by the checkouts a node admits; what others bring is bounded here.
  private final LinkedBlockingQueue<Request> queue = new LinkedBlockingQueue<>();
  // Nobody waits for these, so they wake nobody: they go with the next write.
  private final ConcurrentLinkedQueue<Settled> settled = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingOffers = new AtomicInteger();
  private final RecentFacts recent = new RecentFacts(RECENT);
  private final Map<Key, Long> open = new ConcurrentHashMap<>();
  private final Executor committer;
  private final Executor soon;
  private volatile long lastBegun = System.nanoTime() - PACE_NANOS;
  private long lastLook = System.nanoTime();
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
    Files.createDirectories(directory);
    try {
      return new RocksStore(directory, agenda, disk, committer, fatal);
    } catch (RocksDBException e) {
      if (RocksTables.isCorruption(e)) {
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
    this.tables = new RocksTables(directory);
    this.register = new RocksRegister(tables.db(), synced);
    this.shelf = new RocksShelf(tables, this::owesAny, this::damaged);
    this.facts = new RocksFacts(tables, shelf, this::damaged);
    this.outbox = new RocksOutbox(tables, this::read, facts::read, this::damaged);
    loadOpenKeys();
    this.committer = committer;
    this.soon = CompletableFuture.delayedExecutor(SETTLE_MILLIS, TimeUnit.MILLISECONDS, committer);
    byte[] mark = tables.db().get(Rows.CLOCK);
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
  public long heldFacts() {
    return facts.size();
  }

  @Override
  public long owedEntries() {
    return outbox.size();
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
    return outbox.has(destination, dot);
  }

  @Override
  public void scan(Partition partition, @Nullable Key after, Predicate<KeyFacts> visit) {
    facts.scan(partition, after, visit);
  }

  @Override
  public void names(
      Partition partition, HybridTime since, @Nullable Key after, Predicate<KeyNames> visit) {
    facts.names(partition, since, after, visit);
  }

  @Override
  public void sum(Partition partition, Consumer<KeySum> visit) {
    facts.sum(partition, visit);
  }

  @Override
  public FactSet read(Key key) {
    return recent.of(key).orElseGet(() -> facts.read(key));
  }

  @Override
  public Map<Key, FactSet> read(Collection<Key> keys) {
    return facts.read(keys);
  }

  @Override
  public List<Fact> owed(
      Destination destination,
      NodeId self,
      long ownBefore,
      long foreignBefore,
      int maxFacts,
      int maxBytes) {
    return outbox.facts(
        destination,
        self,
        entry -> entry.isRipe(isOf(self, entry) ? ownBefore : foreignBefore),
        maxFacts,
        maxBytes);
  }

  @Override
  public List<OutboxEntry> outbox(Destination destination, long before, int limit) {
    return outbox.entries(destination, entry -> entry.since() <= before, entry -> true, limit);
  }

  @Override
  public List<OutboxEntry> outbox(
      Destination destination, Predicate<OutboxEntry> wanted, int limit) {
    return outbox.entries(destination, entry -> true, wanted, limit);
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
        Bound.of(
            "store.cache",
            RocksTables.CACHE_BYTES,
            "bytes",
            "what was not read for long makes room"),
        Bound.of("store.log", RocksTables.LOG_BYTES, "bytes", "tables are written, by and by"),
        Bound.of(
            "store.writeback",
            tables.writtenBackAt(),
            "bytes/s",
            "waits in memory and files; the more waits, the faster"));
  }

  @Override
  public void close() {
    synchronized (committing) {
      stopped = true;
      queue.clear();
    }
    facts.close();
    tables.close();
    synced.close();
    lazy.close();
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
        if (lastBegun - lastLook >= WRITE_BACK_NANOS) {
          lastLook = lastBegun;
          tables.paceWriteBack();
        }
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
        commit.owe(owe.destination(), news(owe), owe.since());
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
        disk.write(tables.db(), commit.mustSync() ? synced : lazy, rows);
      }
    }
    recent.remember(commit.written());
    commit.changes().forEach(this::remember);
    callbacks.forEach(Runnable::run);
  }

  private List<Fact> news(Request.Owe owe) {
    return owe.facts().stream().filter(f -> !owes(owe.destination(), f.dot())).toList();
  }

  private void add(WriteBatch rows, Change change) throws RocksDBException {
    if (change instanceof Change.Add add) {
      facts.add(add.fact(), rows);
    } else if (change instanceof Change.Owe owe) {
      outbox.add(owe.entry(), rows);
    } else if (change instanceof Change.Settle settle) {
      outbox.remove(settle.destination(), settle.dot(), rows);
    } else if (change instanceof Change.Open opened) {
      rows.put(tables.openKeys(), Rows.text(opened.key().value()), new byte[0]);
    } else if (change instanceof Change.Close closed) {
      rows.delete(tables.openKeys(), Rows.text(closed.key().value()));
    } else if (change instanceof Change.Mark mark) {
      rows.put(Rows.CLOCK, Rows.markValue(mark.time()));
    } else {
      shelf.add(change, rows);
    }
  }

  private void remember(Change change) {
    if (change instanceof Change.Owe owe) {
      outbox.entered(owe.entry());
    } else if (change instanceof Change.Open opened) {
      open.put(opened.key(), System.currentTimeMillis());
    } else if (change instanceof Change.Close closed) {
      open.remove(closed.key());
    } else if (change instanceof Change.Mark mark) {
      clock.marked(mark.time());
    }
  }

  private void loadOpenKeys() throws RocksDBException {
    try (RocksIterator rows = tables.db().newIterator(tables.openKeys())) {
      for (rows.seekToFirst(); rows.isValid(); rows.next()) {
        open.put(new Key(new String(rows.key(), StandardCharsets.UTF_8)), 0L);
      }
      rows.status();
    }
  }

  private boolean owesAny(FactSet held) {
    return outbox.hasAny(held);
  }

  private static boolean isOf(NodeId node, OutboxEntry entry) {
    return entry.dot().actor().node().equals(node);
  }

  /** Whoever reads gets nothing, and the process ends: what else the disk says is not believed. */
  private IllegalStateException damaged(Exception why) {
    IllegalStateException damage =
        why instanceof RocksDBException e && !RocksTables.isCorruption(e)
            ? new IllegalStateException("the store cannot be read: " + e.getMessage(), e)
            : new StoreDamaged(directory.toString(), why);
    if (!Thread.holdsLock(committing)) { // else the commit that reads fails with it
      fail(damage);
    }
    return damage;
  }
}
