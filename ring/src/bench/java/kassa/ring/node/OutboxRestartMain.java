package kassa.ring.node;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import kassa.ring.AppendOutcome;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactDraft;
import kassa.ring.HybridTime;
import kassa.ring.Incarnation;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.OutboxEntry;
import kassa.ring.store.Agenda;
import kassa.ring.store.LocalStore;
import kassa.ring.store.RocksStore;
import kassa.ring.store.Write;

/**
 * How a node comes back with millions of outbox entries on its disk: fills a disk, then starts, in
 * a process with 384 MiB of heap, the node of that disk <em>and</em> a peer that takes what is
 * handed over, while a third node and the archive stay away.
 */
final class OutboxRestartMain {
  static final int FACTS_PER_KEY = 3;
  private static final int KEYS_PER_WRITE = 64;
  private static final int PAYLOAD = 300;
  private static final String HEAP = "-Xmx384m";
  private static final Duration HANDING_OVER = Duration.ofSeconds(60);
  private static final int COUNTED = 10_001;

  private static final NodeId SELF = new NodeId("n1");
  private static final Destination PEER = Destination.peer(new NodeId("n2"));
  private static final Destination AWAY = Destination.peer(new NodeId("n3"));
  private static final List<Destination> OWED = List.of(PEER, AWAY, Destination.ARCHIVE);

  /** The life before. */
  private static final Incarnation EARLIER = new Incarnation(SELF, 1_700_000_000_000L, 7);

  private OutboxRestartMain() {}

  /**
   * @param args the number of entries; for the second process also the directory of the filled disk
   */
  public static void main(String[] args) throws Exception {
    // Whole writes, so that both processes mean the same facts.
    long perWrite = (long) KEYS_PER_WRITE * FACTS_PER_KEY;
    long facts = (Long.parseLong(args[0]) / OWED.size() / perWrite + 1) * perWrite;
    if (args.length == 1) {
      measure(facts, args[0]);
    } else {
      restart(Path.of(args[1]), facts);
    }
  }

  private static void measure(long facts, String entries) throws Exception {
    Path directory = Files.createTempDirectory("kassa-restart-");
    try {
      try (TestRing ring = new TestRing(directory, 3)) {
        ring.start(SELF.value()); // so that the directory is a node's
      }
      fill(directory.resolve(SELF.value()).resolve("store"), facts);
      Process node =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  HEAP,
                  "-cp",
                  System.getProperty("java.class.path"),
                  OutboxRestartMain.class.getName(),
                  entries,
                  directory.toString())
              .inheritIO()
              .start();
      try {
        int exit = node.waitFor();
        if (exit != 0) {
          throw new AssertionError("the node's process ended with " + exit);
        }
      } finally {
        node.destroyForcibly();
      }
    } finally {
      delete(directory);
    }
  }

  /** As appends do, but many to one write, and without fsync. */
  private static void fill(Path store, long facts) throws Exception {
    long began = System.nanoTime();
    Random random = new Random(1);
    ExecutorService committer = Executors.newSingleThreadExecutor();
    Semaphore waiting = new Semaphore(64);
    long seq = 0;
    try (RocksStore disk =
        RocksStore.open(
            store,
            Agenda.NONE,
            (db, options, batch) -> db.write(options.setSync(false), batch),
            committer,
            failure -> {
              throw new AssertionError("the disk cannot be filled", failure);
            })) {
      while (seq < facts) {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < KEYS_PER_WRITE; i++) {
          writes.add(order(EARLIER, seq, OWED, random));
          seq += FACTS_PER_KEY;
        }
        waiting.acquire();
        if (!disk.offer(writes, priors -> waiting.release())) {
          throw new AssertionError("turned away");
        }
      }
      waiting.acquire(64);
    } finally {
      committer.shutdown();
    }
    System.out.printf(
        "filled in %d s: %,d facts, %,d outbox entries, %d MB%n",
        Duration.ofNanos(System.nanoTime() - began).toSeconds(),
        seq,
        seq * OWED.size(),
        size(store) >> 20);
  }

  /** An order of so many facts, the first of which has the number after {@code before}. */
  static Write order(Incarnation by, long before, List<Destination> owed, Random random) {
    Key key = new Key(String.format("ord_%026x", random.nextLong()));
    List<Fact> facts = new ArrayList<>();
    for (long seq = before + 1; seq <= before + FACTS_PER_KEY; seq++) {
      byte[] payload = new byte[PAYLOAD];
      random.nextBytes(payload);
      HybridTime time = HybridTime.ofMillis(by.startedAt() + seq);
      facts.add(new Fact(key, new Dot(by, seq), time, "approved", payload));
    }
    return new Write(key, facts, owed, by.startedAt());
  }

  private static void restart(Path directory, long facts) throws Exception {
    try (TestRing ring = new TestRing(directory, 3)) {
      RingNode node = ring.start(SELF.value());
      said("the store is open, the outboxes are found, the node is there");
      for (Destination destination : OWED) {
        int count = node.store().outbox(destination, System.currentTimeMillis(), COUNTED).size();
        said(destination.label() + " is owed " + (count == COUNTED ? "more than 10000" : count));
      }
      ring.start("n2");
      int refused = 0;
      while (!append(node)) {
        refused++;
      }
      said("an append is stored on two nodes, after " + refused + " refusals");
      long before = handedOver(node.store(), facts);
      while (handedOver(node.store(), facts) == before) {
        Thread.sleep(10);
      }
      said("handing over");
      handOver(node, facts);
      System.out.println(heap() + "; of the process, with RocksDB: " + resident());
    }
  }

  /** Appends go on meanwhile. */
  private static void handOver(RingNode node, long facts) throws Exception {
    long began = System.nanoTime();
    long before = handedOver(node.store(), facts);
    int appends = 0;
    int refused = 0;
    Duration slowest = Duration.ZERO;
    while (System.nanoTime() - began < HANDING_OVER.toNanos()
        && handedOver(node.store(), facts) < facts) {
      long start = System.nanoTime();
      refused += append(node) ? 0 : 1;
      appends++;
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      slowest = took.compareTo(slowest) > 0 ? took : slowest;
      Thread.sleep(10);
    }
    System.out.printf(
        "%,d facts handed over in %d s; meanwhile %d appends, %d of them refused, the slowest %d ms%n",
        handedOver(node.store(), facts) - before,
        Duration.ofNanos(System.nanoTime() - began).toSeconds(),
        appends,
        refused,
        slowest.toMillis());
  }

  private static boolean append(RingNode node) throws InterruptedException, ExecutionException {
    Key key = new Key("ord_" + System.nanoTime());
    return node.append(
                key, List.of(new FactDraft("noted", new byte[PAYLOAD])), Duration.ofSeconds(1))
            .toCompletableFuture()
            .get()
        instanceof AppendOutcome.Stored;
  }

  /** Entries of the earlier life go before those of this one, in the order of their numbers. */
  private static long handedOver(LocalStore store, long facts) {
    List<OutboxEntry> oldest = store.outbox(PEER, Long.MAX_VALUE, 1);
    boolean all = oldest.isEmpty() || !oldest.get(0).dot().actor().equals(EARLIER);
    return all ? facts : oldest.get(0).dot().seq() - 1;
  }

  private static void said(String what) {
    System.out.printf(
        "%6.1f s  %s%n", ManagementFactory.getRuntimeMXBean().getUptime() / 1e3, what);
  }

  private static String heap() {
    long peak =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum();
    System.gc();
    long kept = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return String.format("at most %d MiB of heap used, %d kept", peak >> 20, kept >> 20);
  }

  private static String resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.UTF_8).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .findFirst()
        .orElseThrow();
  }

  private static long size(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
