package kassa.ring.node;

import static kassa.ring.node.TestRing.created;
import static kassa.ring.node.TestRing.eventually;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import kassa.ring.AppendOutcome;
import kassa.ring.FactDraft;
import kassa.ring.Key;
import kassa.ring.NodeId;

/**
 * What a replicated append costs: three nodes in one process, with stores and network as they are.
 * Keys get three facts each, one after the other, as an order does; they begin at a steady rate.
 */
final class AppendMain {
  private static final byte[] PAYLOAD = new byte[300];
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final Duration ROUND = Duration.ofSeconds(10);
  private static final int ROUNDS = 5;

  private final List<RingNode> nodes;
  private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();

  private AppendMain(List<RingNode> nodes) {
    this.nodes = nodes;
  }

  /**
   * @param args keys a second
   */
  public static void main(String[] args) throws Exception {
    int rate = Integer.parseInt(args[0]);
    Path directory = Files.createTempDirectory("kassa-append-");
    try (TestRing ring = new TestRing(directory, 3)) {
      List<RingNode> nodes = new ArrayList<>();
      for (NodeId id : ring.ids()) {
        nodes.add(ring.start(id.value()));
      }
      created(nodes);
      AppendMain bench = new AppendMain(nodes);
      for (int round = 0; round < ROUNDS; round++) {
        bench.measure(round, rate);
      }
    } finally {
      OutboxRestartMain.delete(directory);
    }
  }

  private void measure(int round, int rate) throws InterruptedException {
    latencies.clear();
    ended.set(0);
    failed.set(0);
    long cpu = JoinMain.cpu();
    long began = System.nanoTime();
    int keys = (int) (rate * ROUND.toSeconds());
    for (int i = 0; i < keys; i++) {
      long due = began + i * ROUND.toNanos() / keys;
      while (System.nanoTime() < due) {
        Thread.sleep(1);
      }
      append(nodes.get(i % nodes.size()), new Key("key-" + round + "-" + i), 0, due);
    }
    eventually("all keys have ended", () -> ended.get() == keys);
    long[] sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        "%,d keys/s: %d µs of CPU an append; p50 %.1f, p99 %.1f ms; %d failed%n",
        rate,
        (JoinMain.cpu() - cpu) / 1_000 / sorted.length,
        sorted[sorted.length / 2] / 1e6,
        sorted[sorted.length * 99 / 100] / 1e6,
        failed.get());
  }

  private void append(RingNode node, Key key, int fact, long due) {
    var unused =
        node.append(key, List.of(new FactDraft("bench", PAYLOAD)), PATIENCE)
            .thenAccept(
                outcome -> {
                  if (!(outcome instanceof AppendOutcome.Stored)) {
                    failed.incrementAndGet();
                    ended.incrementAndGet();
                    return;
                  }
                  long now = System.nanoTime();
                  latencies.add(now - due);
                  if (fact + 1 < OutboxRestartMain.FACTS_PER_KEY) {
                    append(node, key, fact + 1, now);
                  } else {
                    ended.incrementAndGet();
                  }
                });
  }
}
