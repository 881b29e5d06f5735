package kassa.gateway.node;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import kassa.ring.AppendOutcome;
import kassa.ring.FactDraft;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.archive.ArchiveSettings;
import kassa.ring.disk.DiskMarks;
import kassa.ring.node.RingNode;
import kassa.ring.node.RingSettings;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.placement.RingDescriptor.Replication;
import kassa.ring.store.Agenda;
import org.rocksdb.RocksDBException;

/** A node of its own ring whose second fsync fails, with what a gateway does about it. */
final class FailingDiskMain {
  private FailingDiskMain() {}

  /**
   * @param arguments the data directory, and the first of two hundred remoting ports
   */
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[1]);
    AtomicInteger syncs = new AtomicInteger();
    Member only = new Member(new NodeId("n1"), "a", "h:1", "m:1");
    RingNode node =
        RingNode.start(
            new RingSettings(
                only,
                Path.of(arguments[0]),
                new RingDescriptor("one", new Replication(1, 1, 1), List.of(only)),
                "127.0.0.1",
                port,
                port + 199,
                ArchiveSettings.of(List.of("127.0.0.1:1"), "dc", "kassa"),
                RingSettings.HOT_WINDOW,
                DiskMarks.DEFAULT,
                "test"),
            (db, options, batch) -> {
              if (options.sync() && syncs.incrementAndGet() > 1) {
                throw new RocksDBException("IO error: While fsync: Input/output error");
              }
              db.write(options, batch);
            },
            Clock.systemUTC(),
            Agenda.NONE,
            (from, parcel) -> {},
            GatewayMain::fail);
    for (int i = 1; i <= 2; i++) {
      FactDraft draft = new FactDraft("noted", "{}".getBytes(StandardCharsets.UTF_8));
      AppendOutcome outcome =
          node.append(new Key("k"), List.of(draft), Duration.ofMinutes(1))
              .toCompletableFuture()
              .join();
      System.out.println("append " + i + ": " + outcome.getClass().getSimpleName());
    }
    node.close();
  }
}
