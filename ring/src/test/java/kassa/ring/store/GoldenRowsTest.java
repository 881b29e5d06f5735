package kassa.ring.store;

import static kassa.ring.Facts.N1;
import static kassa.ring.Facts.N2;
import static kassa.ring.Facts.fact;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.HybridTime;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.membership.Standing;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.OutboxEntry;
import kassa.ring.placement.Partition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * What is on disks now is read by the next version, and by the one before if an upgrade is taken
 * back. A line is a family, the name of a row and what is in it.
 */
class GoldenRowsTest {
  private static final Destination PEER = Destination.peer(new NodeId("n2"));
  private static final Key OPEN = new Key("open");
  private static final Key RESTING = new Key("resting");
  private static final Key EVICTED = new Key("evicted");
  private static final Fact OPENED = fact("open", N1, 1);
  private static final FactSet RESTED = FactSet.of(List.of(fact("resting", N1, 2)));
  private static final FactSet LEFT =
      FactSet.of(List.of(fact("evicted", N1, 3), fact("evicted", N2, 300)));
  private static final HybridTime MARK = HybridTime.ofMillis(1_700_000_000_500L);
  private static final Agenda AGENDA = facts -> facts.stream().anyMatch(OPENED::equals);

  @TempDir Path directory;

  @Test
  void everyRowHasItsGoldenBytes() throws Exception {
    try (RocksStore store = open()) {
      assertEquals(MARK, store.clock().next(MARK.millis()));
      store.register().begin(N1);
      store.register().stand(Standing.REPLACED, List.of(new Partition(0), new Partition(1023)));
      write(store, new Write(OPEN, List.of(OPENED), List.of(PEER, Destination.ARCHIVE), 100));
      for (Fact fact : RESTED.union(LEFT).inOrder()) {
        write(store, new Write(fact.key(), List.of(fact), List.of(), 100));
      }
      List<KeyFacts> seen = List.of(new KeyFacts(RESTING, RESTED), new KeyFacts(EVICTED, LEFT));
      await(done -> store.rest(seen, 1_000, () -> done.complete(null)));
      await(done -> store.evict(seen.subList(1, 2), 1_000, 5_000, keys -> done.complete(null)));
    }

    assertEquals(String.join("\n", golden()), String.join("\n", rows()));
  }

  @Test
  void goldenRowsAreStillRead() throws Exception {
    lay(golden());

    try (RocksStore store = open()) {
      assertEquals(FactSet.of(List.of(OPENED)), store.read(OPEN));
      assertEquals(RESTED, store.read(RESTING));
      assertEquals(LEFT.evicted(), store.read(EVICTED));
      assertEquals(List.of(OPEN), store.open(Long.MAX_VALUE, 10));
      for (Destination to : List.of(PEER, Destination.ARCHIVE)) {
        assertEquals(
            List.of(new OutboxEntry(to, OPENED.dot(), OPEN, 100)),
            store.outbox(to, Long.MAX_VALUE, 10));
      }
      assertEquals(OptionalLong.of(1_000), store.shelf().restingSince(RESTING, RESTED));
      assertEquals(OptionalLong.of(5_000), store.shelf().stubMade(EVICTED));
      assertEquals(1, store.shelf().stubs());
      assertEquals(Optional.of(N1), store.register().origin());
      assertEquals(Standing.REPLACED, store.register().standing());
      assertEquals(2, store.register().countComplete());
      assertEquals(Map.of(N1, 3L), store.register().latestLives(new NodeId("n1")));
      assertEquals(Map.of(N2, 300L), store.register().latestLives(new NodeId("n2")));
      assertEquals(MARK.next(), store.clock().next(0));
    }
  }

  private RocksStore open() throws IOException {
    return RocksStore.open(
        directory,
        AGENDA,
        RocksStore.Disk.REAL,
        Runnable::run,
        e -> {
          throw new AssertionError(e);
        });
  }

  private static void write(RocksStore store, Write write) throws Exception {
    await(done -> store.write(write, prior -> done.complete(null)));
  }

  private static void await(Consumer<CompletableFuture<Void>> work) throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    work.accept(done);
    done.get(30, TimeUnit.SECONDS);
  }

  /** All of the disk, in order. */
  private List<String> rows() throws RocksDBException {
    List<String> lines = new ArrayList<>();
    try (Options any = new Options();
        DBOptions options = new DBOptions()) {
      List<byte[]> families = RocksDB.listColumnFamilies(any, directory.toString());
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      try (RocksDB db =
          RocksDB.openReadOnly(options, directory.toString(), named(families), handles)) {
        for (ColumnFamilyHandle family : handles) {
          try (RocksIterator rows = db.newIterator(family)) {
            for (rows.seekToFirst(); rows.isValid(); rows.next()) {
              lines.add(
                  "%s %s %s"
                      .formatted(
                          new String(family.getName(), StandardCharsets.UTF_8),
                          HexFormat.of().formatHex(rows.key()),
                          HexFormat.of().formatHex(rows.value())));
            }
          }
        }
        handles.forEach(ColumnFamilyHandle::close);
      }
    }
    return lines;
  }

  private void lay(List<String> lines) throws RocksDBException {
    List<byte[]> families = new ArrayList<>();
    new TreeSet<>(lines.stream().map(line -> line.split(" ", -1)[0]).toList())
        .forEach(family -> families.add(family.getBytes(StandardCharsets.UTF_8)));
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try (DBOptions options =
            new DBOptions().setCreateIfMissing(true).setCreateMissingColumnFamilies(true);
        RocksDB db = RocksDB.open(options, directory.toString(), named(families), handles)) {
      for (String line : lines) {
        String[] parts = line.split(" ", -1);
        for (ColumnFamilyHandle family : handles) {
          if (parts[0].equals(new String(family.getName(), StandardCharsets.UTF_8))) {
            db.put(family, HexFormat.of().parseHex(parts[1]), HexFormat.of().parseHex(parts[2]));
          }
        }
      }
      handles.forEach(ColumnFamilyHandle::close);
    }
  }

  private static List<ColumnFamilyDescriptor> named(List<byte[]> families) {
    return families.stream().map(ColumnFamilyDescriptor::new).toList();
  }

  private static List<String> golden() throws IOException {
    try (InputStream in = GoldenRowsTest.class.getResourceAsStream("/golden/rows-v1.txt")) {
      return in == null
          ? List.of()
          : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
