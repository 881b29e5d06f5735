package kassa.ring.node;

import static kassa.ring.node.TestRing.created;
import static kassa.ring.node.TestRing.eventually;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import kassa.ring.Incarnation;
import kassa.ring.NodeId;
import kassa.ring.antientropy.SyncCounts;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.HandoverProgress;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.roster.Phase;
import kassa.ring.roster.RosterChange;
import kassa.ring.store.Write;

/**
 * How long it takes to hand hot orders over to a fourth node: four nodes in one process, with
 * stores and network as they are, and nothing else to do.
 */
final class JoinMain {
  private static final int KEYS_PER_WRITE = 64;
  private static final Duration LOOK = Duration.ofSeconds(5);

  /** An hour ago: the orders are hot. */
  private static final Incarnation RECORDED_BY =
      new Incarnation(new NodeId("before"), System.currentTimeMillis() - 3_600_000, 7);

  private JoinMain() {}

  /**
   * @param args the number of orders
   */
  public static void main(String[] args) throws Exception {
    int orders = Integer.parseInt(args[0]);
    Path directory = Files.createTempDirectory("kassa-join-");
    try (TestRing ring = new TestRing(directory, 3, 1)) {
      List<RingNode> nodes = new ArrayList<>();
      for (NodeId id : ring.ids()) {
        nodes.add(ring.start(id.value()));
      }
      created(nodes);
      for (RingNode node : nodes) {
        fill(node, orders);
      }
      System.out.printf(
          "%,d orders of %d facts are on three nodes%n", orders, OutboxRestartMain.FACTS_PER_KEY);
      RingNode fourth = ring.start("n4");
      Member own = ring.member(fourth.self());
      change(
          nodes.get(0),
          new RosterChange.Join(own.node(), own.zone(), own.http(), own.management(), 7));
      eventually(
          "n4 is known",
          () ->
              fourth.eras().roster().seat(own.node()).stream()
                  .anyMatch(seat -> seat.phase() == Phase.JOINING));
      nodes.add(fourth);
      join(nodes, fourth);
    } finally {
      OutboxRestartMain.delete(directory);
    }
  }

  private static void join(List<RingNode> nodes, RingNode fourth) throws Exception {
    long began = System.nanoTime();
    long cpu = cpu();
    change(nodes.get(0), new RosterChange.BringUp(fourth.self()));
    long nextLook = began;
    while (!nodes.stream().allMatch(JoinMain::isDone)) {
      if (System.nanoTime() >= nextLook) {
        look(began, nodes, fourth);
        nextLook += LOOK.toNanos();
      }
      Thread.sleep(20);
    }
    look(began, nodes, fourth);
    System.out.printf(
        "handed over in %.1f s, with %.1f s of CPU in all four nodes%n",
        (System.nanoTime() - began) / 1e9, (cpu() - cpu) / 1e9);
  }

  private static boolean isDone(RingNode node) {
    return node.eras().past().isEmpty()
        && node.eras().roster().in(Phase.JOINING).isEmpty()
        && !node.isHandingOver()
        && node.nodes().stream()
            .allMatch(
                peer -> node.store().outbox(Destination.peer(peer), Long.MAX_VALUE, 1).isEmpty());
  }

  private static void look(long began, List<RingNode> nodes, RingNode fourth) {
    HandoverProgress.Seen seen = fourth.handover();
    SyncCounts counts = fourth.syncCounts();
    int owned = fourth.placement().ownedBy(fourth.self()).size();
    System.out.printf(
        "%6.1f s  n4 has %d of %d partitions (%.1f a second), %,d facts asked for;",
        (System.nanoTime() - began) / 1e9,
        fourth.completePartitions(),
        owned,
        seen.fills().perSecond(),
        counts.filled());
    for (RingNode node : nodes) {
      HandoverProgress.Seen its = node.handover();
      System.out.printf(
          " %s has %d to give, %,d entered, %,d owed;",
          node.self(), its.left(), its.entered(), node.store().owedEntries());
    }
    System.out.println();
  }

  /** As appends of before would have left it, with nothing owed. */
  private static void fill(RingNode node, int orders) throws Exception {
    Random random = new Random(1);
    Semaphore waiting = new Semaphore(16);
    long seq = 0;
    for (int done = 0; done < orders; done += KEYS_PER_WRITE) {
      List<Write> writes = new ArrayList<>();
      for (int i = done; i < Math.min(orders, done + KEYS_PER_WRITE); i++) {
        writes.add(OutboxRestartMain.order(RECORDED_BY, seq, List.of(), random));
        seq += OutboxRestartMain.FACTS_PER_KEY;
      }
      waiting.acquire();
      if (!node.store().offer(writes, priors -> waiting.release())) {
        throw new AssertionError("turned away");
      }
    }
    waiting.acquire(16);
  }

  private static void change(RingNode at, RosterChange change) {
    if (!(at.change(change).toCompletableFuture().join() instanceof RosterChange.Outcome.Changed)) {
      throw new AssertionError("refused: " + change);
    }
  }

  /** Nanoseconds of CPU that this process had. */
  static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
