package kassa.ring.store;

import static kassa.ring.Facts.N1;
import static kassa.ring.Facts.N2;
import static kassa.ring.Facts.fact;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kassa.ring.Bound;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.HybridTime;
import kassa.ring.Incarnation;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.membership.Standing;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.OutboxEntry;
import kassa.ring.placement.Partition;
import kassa.ring.store.RocksStore.Disk;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

class RocksStoreTest {
  private static final NodeId SELF = new NodeId("n1");
  private static final Destination PEER = Destination.peer(new NodeId("n2"));
  private static final long OLD = Long.MAX_VALUE;

  @TempDir Path directory;

  @Test
  void factsOutboxAndAgendaOutliveTheProcess() throws Exception {
    Fact first = fact("order", N1, 1);
    try (RocksStore store = open(facts -> !facts.isEmpty())) {
      assertEquals(FactSet.EMPTY, write(store, first));
      assertEquals(FactSet.of(List.of(first)), write(store, fact("order", N1, 2)));
    }

    try (RocksStore store = open(facts -> !facts.isEmpty())) {
      assertEquals(2, store.read(new Key("order")).size());
      assertEquals(2, owed(store).size());
      assertEquals(List.of(new Key("order")), store.open(OLD, 10));
    }
  }

  @Test
  void theClockOfTheNextLifeStartsAboveAllTimesOfTheLast() throws Exception {
    long wall = fact("order", N1, 1).time().millis();
    HybridTime last;
    try (RocksStore store = open(Agenda.NONE)) {
      last = store.clock().next(wall);
      write(store, fact("order", N1, 1));
    }

    try (RocksStore store = open(Agenda.NONE)) {
      HybridTime next = store.clock().next(0);

      assertEquals(last.next(), next);
    }
  }

  @Test
  void keysWhoseNamesBeginAlikeAreApart() throws Exception {
    try (RocksStore store = open(Agenda.NONE)) {
      write(store, fact("order", N1, 1));
      write(store, fact("order1", N1, 2));

      assertEquals(1, store.read(new Key("order")).size());
      assertEquals(FactSet.EMPTY, store.read(new Key("orde")));
    }
  }

  @Test
  void aSettledEntryIsGoneAndALaterOneStays() throws Exception {
    try (RocksStore store = open(Agenda.NONE)) {
      Fact first = fact("a", N1, 1);
      Fact second = fact("b", N1, 2);
      write(store, first);
      write(store, second);

      store.settle(PEER, Set.of(first.dot()));
      Fact foreign = fact("c", N2, 1);
      write(store, foreign);

      assertEquals(List.of(second, foreign), owed(store));
    }
  }

  @Test
  void eachNodeBeginsWithWhatItRecordedItself() throws Exception {
    try (RocksStore store = open(Agenda.NONE)) {
      Fact one = fact("a", N1, 1);
      Fact two = fact("b", N2, 1);
      write(store, two);
      write(store, one);

      assertEquals(List.of(one, two), store.owed(PEER, N1.node(), OLD, OLD, 100, 100_000));
      assertEquals(List.of(two, one), store.owed(PEER, N2.node(), OLD, OLD, 100, 100_000));
    }
  }

  @Test
  void theMoreWaitsInMemoryTheFasterItIsWritten() throws Exception {
    byte[] payload = new byte[Fact.MAX_PAYLOAD];
    Random random = new Random(1); // what cannot be compressed fills a memtable in a batch
    try (RocksStore store = open(Agenda.NONE)) {
      long pace = bound(store, "store.writeback").limit();
      int seq = 0;
      while (pace == WriteBack.SLOWEST && seq < 10_000) {
        CountDownLatch written = new CountDownLatch(512);
        for (int i = 0; i < 512; i++) {
          Fact like = fact("order" + ++seq, N1, seq);
          random.nextBytes(payload);
          store.write(
              put(new Fact(like.key(), like.dot(), like.time(), like.kind(), payload)),
              prior -> written.countDown());
        }
        assertTrue(written.await(30, TimeUnit.SECONDS));
        pace = bound(store, "store.writeback").limit();
      }

      assertTrue(pace > WriteBack.SLOWEST, "after " + seq + " facts");
    }
  }

  /** Each actor's entries are looked at as they are then, and a key is read but once. */
  @Test
  void whatIsWrittenWhileTheOwedIsReadIsNoFactThatIsMissing() throws Exception {
    int rounds = 100;
    try (RocksStore store = open(Agenda.NONE)) {
      CountDownLatch written = new CountDownLatch(2 * rounds);
      CompletableFuture<Void> writes =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 1; i <= rounds; i++) {
                  store.write(put(fact("order", N1, i)), prior -> written.countDown());
                  store.write(put(fact("order", N2, i)), prior -> written.countDown());
                }
              });
      while (written.getCount() > 0) {
        store.owed(PEER, SELF, OLD, OLD, 2 * rounds, 1_000_000);
      }
      writes.join();

      assertEquals(2 * rounds, store.owed(PEER, SELF, OLD, OLD, 1_000, 1_000_000).size());
    }
  }

  @Test
  void anEntryThatComesOutOfOrderIsNotOverlooked() throws Exception {
    try (RocksStore store = open(Agenda.NONE)) {
      Fact late = fact("a", N2, 3);
      Fact later = fact("b", N2, 9);
      write(store, later);
      store.settle(PEER, Set.of(later.dot()));
      write(store, fact("z", N1, 1));
      assertEquals(1, owed(store).size());

      write(store, late);

      assertTrue(owed(store).contains(late));
    }
  }

  @Test
  void entriesTooYoungWait() throws Exception {
    try (RocksStore store = open(Agenda.NONE)) {
      write(store, fact("a", N1, 1));

      assertEquals(List.of(), store.owed(PEER, SELF, 99, OLD, 10, 1_000));
      assertEquals(1, store.owed(PEER, SELF, 100, 0, 10, 1_000).size());
      assertEquals(
          List.of(new OutboxEntry(PEER, fact("a", N1, 1).dot(), new Key("a"), 100)),
          store.outbox(PEER, Long.MAX_VALUE, 5));
    }
  }

  @Test
  void aDiskIsReadPageByPageAndEveryKeyComesOnceWithAllItsFacts() throws Exception {
    try (RocksStore store = open(Agenda.NONE)) {
      Set<FactSet> all = new HashSet<>();
      for (int i = 0; i < 60; i++) {
        Fact first = fact("order" + i, N1, 2 * i + 1);
        Fact second = fact("order" + i, N1, 2 * i + 2);
        write(store, first);
        write(store, second);
        all.add(FactSet.of(List.of(first, second)));
      }
      Fact alike = fact("order", N2, 1);
      write(store, alike);
      all.add(FactSet.of(List.of(alike)));

      List<KeyFacts> read = new ArrayList<>();
      Optional<FactCursor> from = Optional.of(FactCursor.START);
      while (from.isPresent()) {
        FactPage page = FactPage.read(store, FactCursor.parse(from.get().toString()), 7);
        assertTrue(page.next().isEmpty() || page.keys().size() == 7, "a full page but the last");
        read.addAll(page.keys());
        from = page.next();
      }

      assertEquals(61, read.size());
      assertEquals(all, read.stream().map(KeyFacts::facts).collect(Collectors.toSet()));
      assertEquals(
          read, read.stream().sorted(Comparator.comparing(KeyFacts::key, FactPage.ORDER)).toList());
    }
  }

  @Test
  void keysOfOnePartitionAreReadPageByPageToo() throws Exception {
    try (RocksStore store = open(Agenda.NONE)) {
      List<String> names =
          IntStream.range(0, 20_000)
              .mapToObj(i -> "k" + i)
              .filter(name -> Partition.of(new Key(name)).number() == 5)
              .limit(6)
              .toList();
      for (int i = 0; i < names.size(); i++) {
        write(store, fact(names.get(i), N1, i + 1));
      }

      FactPage first = FactPage.read(store, FactCursor.START, 4);
      FactPage rest = FactPage.read(store, first.next().orElseThrow(), 4);

      assertEquals(4, first.keys().size());
      assertEquals(2, rest.keys().size());
      assertEquals(Optional.empty(), rest.next());
      Set<KeyFacts> both = new HashSet<>(first.keys());
      both.addAll(rest.keys());
      assertEquals(6, both.size());
      List<Key> walked =
          Stream.of(first, rest).flatMap(page -> page.keys().stream()).map(KeyFacts::key).toList();
      assertEquals(walked, walked.stream().sorted(FactPage.ORDER).toList());
    }
  }

  @Test
  void whatIsOnTheDiskCanBeOwedOnceMoreAndKeepsAnEarlierEntry() throws Exception {
    try (RocksStore store = open(Agenda.NONE)) {
      Fact delivered = fact("a", N1, 1);
      Fact waiting = fact("b", N1, 2);
      write(store, delivered);
      write(store, waiting);
      store.settle(PEER, Set.of(delivered.dot()));
      CompletableFuture<Void> durable = new CompletableFuture<>();
      write(store, fact("c", N2, 1));
      assertFalse(store.owes(PEER, delivered.dot()));

      store.owe(PEER, List.of(delivered, waiting), 700, () -> durable.complete(null));
      durable.get(30, TimeUnit.SECONDS);

      assertTrue(store.owes(PEER, delivered.dot()));
      assertEquals(
          List.of(
              new OutboxEntry(PEER, delivered.dot(), delivered.key(), 700),
              new OutboxEntry(PEER, waiting.dot(), waiting.key(), 100)),
          store.outbox(PEER, OLD, 2));
    }
  }

  @Test
  void anEntryByAClockThatWasAheadDoesNotWaitForThatTimeToComeAgain() throws Exception {
    long hour = 3_600_000;
    try (RocksStore store = open(Agenda.NONE)) {
      write(store, fact("a", N1, 1)); // at 100

      assertEquals(1, store.owed(PEER, SELF, 100 - hour, 0, 10, 1_000).size());
    }
  }

  @Test
  void afterAnFsyncThatFailsNothingIsAcknowledgedAnyMore() throws Exception {
    List<Throwable> fatal = new ArrayList<>();
    CompletableFuture<Void> stopped = new CompletableFuture<>();
    RocksStore store =
        RocksStore.open(
            directory,
            Agenda.NONE,
            (db, options, batch) -> {
              throw new RocksDBException("IO error: fsync: Input/output error");
            },
            Runnable::run,
            e -> {
              fatal.add(e);
              stopped.complete(null);
            });
    CompletableFuture<FactSet> first = new CompletableFuture<>();
    CompletableFuture<FactSet> second = new CompletableFuture<>();

    store.write(put(fact("a", N1, 1)), first::complete);
    stopped.get(30, TimeUnit.SECONDS);
    store.write(put(fact("b", N1, 2)), second::complete);
    store.close();

    assertFalse(first.isDone() || second.isDone());
    assertEquals(1, fatal.size());
  }

  @Test
  void aPartitionIsWalkedKeyByKeyAndFromWhereAnEarlierWalkEnded() throws Exception {
    try (RocksStore store = open(Agenda.NONE)) {
      write(store, fact("a", N1, 1));
      write(store, fact("a", N1, 2));
      write(store, fact("b", N1, 3));

      assertEquals(List.of("a:1", "a:2"), scan(store, "a", null));
      assertEquals(List.of("b:3"), scan(store, "b", null));
      assertEquals(List.of(), scan(store, "a", new Key("a")));
    }
  }

  @Test
  void theRegisterIsLostAndKeptTogetherWithTheFacts() throws Exception {
    try (RocksStore store = open(Agenda.NONE)) {
      assertEquals(Standing.NEW, store.register().standing());
      store.register().begin(N1);
      store.register().stand(Standing.REPLACED, List.of(new Partition(7)));
      store.register().complete(new Partition(9));
      write(store, fact("a", N1, 1));
      write(store, fact("b", N1, 5));
      write(store, fact("b", N1, 3));
    }

    try (RocksStore store = open(Agenda.NONE)) {
      assertEquals(Optional.of(N1), store.register().origin());
      assertEquals(Standing.REPLACED, store.register().standing());
      assertEquals(2, store.register().countComplete());
      assertTrue(store.register().isComplete(new Partition(9)));
      assertEquals(Map.of(N1, 5L), store.register().latestLives(SELF));
      assertEquals(Map.of(), store.register().latestLives(N2.node()));
      Incarnation next = new Incarnation(SELF, N1.startedAt() + 1, 1);
      store.register().begin(next);
      write(store, fact("b", N1, 9)); // of what a lost directory knew, for this one never did
      write(store, fact("b", next, 1));
      assertEquals(Map.of(N1, 5L, next, 1L), store.register().latestLives(SELF));
      assertEquals(Optional.of(N1), store.register().origin());
      store.register().stand(Standing.CREATED, List.of(new Partition(1)));
    }

    try (RocksStore store = open(Agenda.NONE)) {
      assertEquals(1, store.register().countComplete(), "only what was said last");
    }
  }

  @Test
  void damageInTheLogIsNotTakenForATornTail() throws Exception {
    try (RocksStore store = open(Agenda.NONE)) {
      for (int seq = 1; seq <= 200; seq++) {
        write(store, fact("a", N1, seq));
      }
    }
    flipTheMiddleOf(largest(".log"));

    assertThrows(StoreDamaged.class, () -> open(Agenda.NONE));
  }

  @Test
  void aTornTailIsPassedOver() throws Exception {
    try (RocksStore store = open(Agenda.NONE)) {
      write(store, fact("a", N1, 1));
      write(store, fact("b", N1, 2));
    }
    Path log = largest(".log");
    byte[] bytes = Files.readAllBytes(log);
    Files.write(log, Arrays.copyOf(bytes, bytes.length - 5));

    try (RocksStore store = open(Agenda.NONE)) {
      assertEquals(1, store.read(new Key("a")).size());
    }
  }

  @Test
  void aFlippedByteInATableIsFoundByTheWalkAndEndsTheNode() throws Exception {
    try (RocksStore store = open(Agenda.NONE)) {
      for (int seq = 1; seq <= 200; seq++) {
        Fact fact = fact("a", N1, seq);
        write(store, new Write(fact.key(), List.of(fact), List.of(), 100));
      }
    }
    try (RocksStore store = open(Agenda.NONE)) { // its log has become a table
      assertEquals(200, scan(store, "a", null).size());
    }
    flipTheMiddleOf(largest(".sst"));
    List<Throwable> fatal = new ArrayList<>();

    try (RocksStore store =
        RocksStore.open(directory, Agenda.NONE, RocksStore.Disk.REAL, Runnable::run, fatal::add)) {
      assertThrows(StoreDamaged.class, () -> scan(store, "a", null));
    }

    assertEquals(StoreDamaged.class, fatal.get(0).getClass());
  }

  private static void flipTheMiddleOf(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 3] ^= 1;
    Files.write(file, bytes);
  }

  private Path largest(String ending) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .max(Comparator.comparingLong(file -> file.toFile().length()))
          .orElseThrow();
    }
  }

  private static List<String> scan(RocksStore store, String key, @Nullable Key after) {
    List<String> seen = new ArrayList<>();
    store.scan(
        Partition.of(new Key(key)),
        after,
        held -> {
          held.facts().forEach(fact -> seen.add(held.key() + ":" + fact.dot().seq()));
          return true;
        });
    return seen;
  }

  @Test
  void aSecondProcessIsKeptOffTheDirectory() throws Exception {
    try (RocksStore store = open(Agenda.NONE)) {
      assertTrue(store.read(new Key("a")).isEmpty());
      IOException refused = assertThrows(IOException.class, () -> open(Agenda.NONE));
      assertTrue(String.valueOf(refused.getMessage()).contains("another process uses it"));
    }
  }

  private RocksStore open(Agenda agenda) throws IOException {
    return RocksStore.open(
        directory,
        agenda,
        RocksStore.Disk.REAL,
        Runnable::run,
        e -> {
          throw new AssertionError(e);
        });
  }

  private static FactSet write(RocksStore store, Fact fact) throws Exception {
    return write(store, put(fact));
  }

  private static FactSet write(RocksStore store, Write write) throws Exception {
    CompletableFuture<FactSet> prior = new CompletableFuture<>();
    store.write(write, prior::complete);
    return prior.get(30, TimeUnit.SECONDS);
  }

  private static Write put(Fact fact) {
    return new Write(fact.key(), List.of(fact), List.of(PEER), 100);
  }

  private static List<Fact> owed(RocksStore store) {
    return store.owed(PEER, SELF, OLD, OLD, 100, 100_000);
  }

  @Test
  void asManyWritesOfOthersWaitAsAreShown() throws Exception {
    List<Runnable> commits = new ArrayList<>();
    try (RocksStore store =
        RocksStore.open(directory, Agenda.NONE, Disk.REAL, commits::add, e -> {})) {
      long most = bound(store, "store.offers").limit();

      for (int i = 0; i < most; i++) {
        assertTrue(store.offer(List.of(put(fact("a", N1, 1))), priors -> {}));
      }

      assertFalse(store.offer(List.of(put(fact("a", N1, 1))), priors -> {}));
      assertEquals(OptionalLong.of(most), bound(store, "store.offers").use());
    }
  }

  private static Bound bound(RocksStore store, String name) {
    return store.bounds().stream().filter(b -> b.name().equals(name)).findFirst().get();
  }

  @Test
  void aDiskThatIsKeptForItsOwnTakesNothingFromOthers() throws Exception {
    try (RocksStore store = open(Agenda.NONE)) {
      store.takeOffers(false);
      assertFalse(store.offer(List.of(put(fact("a", N1, 1))), priors -> {}));
      write(store, fact("a", N1, 2));

      store.takeOffers(true);
      assertTrue(store.offer(List.of(put(fact("a", N1, 1))), priors -> {}));
    }
  }

  @Test
  void aboutAsManyEntriesAreCountedAsAreOwed() throws Exception {
    try (RocksStore store = open(Agenda.NONE)) {
      for (int i = 1; i <= 100; i++) {
        write(store, fact("order" + i, N1, i));
      }
      assertEquals(100, store.owedEntries());

      store.settle(PEER, owed(store).stream().limit(60).map(Fact::dot).collect(Collectors.toSet()));
      write(store, fact("last", N1, 101));

      assertEquals(41, store.owedEntries());
    }
  }
}
