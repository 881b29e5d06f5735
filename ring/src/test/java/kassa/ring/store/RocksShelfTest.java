package kassa.ring.store;

import static kassa.ring.Facts.N1;
import static kassa.ring.Facts.N2;
import static kassa.ring.Facts.fact;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.HybridTime;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.Stub;
import kassa.ring.outbox.Destination;
import kassa.ring.placement.Partition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leaves a disk, and what stays. */
class RocksShelfTest {
  private static final Destination PEER = Destination.peer(new NodeId("n2"));
  private static final Key KEY = new Key("order");
  private static final Fact FIRST = fact("order", N1, 1);
  private static final Fact SECOND = fact("order", N2, 2);
  private static final FactSet BOTH = FactSet.of(List.of(FIRST, SECOND));

  @TempDir Path directory;

  @Test
  void aStubOutlivesTheProcessAndTheFactsAreGone() throws Exception {
    try (RocksStore store = open()) {
      write(store, FIRST);
      write(store, SECOND);
      rest(store, 1_000);
      assertEquals(1, evict(store, 1_000));
      assertEquals(BOTH.evicted(), store.read(KEY));
    }

    try (RocksStore store = open()) {
      assertEquals(BOTH.evicted(), store.read(KEY));
      assertEquals(List.of(new KeyFacts(KEY, BOTH.evicted())), scan(store, KEY));
      assertEquals(1, store.shelf().stubs());
      assertEquals(OptionalLong.of(5_000), store.shelf().stubMade(KEY));
      assertEquals(BOTH.evicted(), write(store, fact("order", N1, 3)), "a write reads the stub");
    }
  }

  @Test
  void onlyWhatRestedLongEnoughLeaves() throws Exception {
    try (RocksStore store = open()) {
      write(store, FIRST);
      write(store, SECOND);
      assertEquals(0, evict(store, 1_000), "nobody knows where it rests");

      rest(store, 1_001);
      assertEquals(0, evict(store, 1_000));
      assertEquals(1, evict(store, 1_001));
    }
  }

  @Test
  void whatSomethingHappenedToSinceItWasSeenStays() throws Exception {
    try (RocksStore store = open()) {
      write(store, FIRST);
      write(store, SECOND);
      rest(store, 1_000);
      Fact third = fact("order", N1, 3);
      write(store, third);

      assertEquals(0, evict(store, 9_000));

      assertEquals(BOTH.plus(List.of(third)), store.read(KEY));
      assertEquals(OptionalLong.empty(), store.shelf().restingSince(KEY, store.read(KEY)));
    }
  }

  @Test
  void whatIsOwedStaysAndWhatIsOwedOnceMoreRestsAnew() throws Exception {
    try (RocksStore store = open()) {
      write(store, new Write(KEY, List.of(FIRST, SECOND), List.of(PEER), 100));
      rest(store, 1_000);
      assertEquals(OptionalLong.empty(), store.shelf().restingSince(KEY, BOTH));
      store.settle(PEER, BOTH.dots());
      write(store, fact("other", N1, 7));
      rest(store, 1_000);
      assertTrue(store.shelf().restingSince(KEY, BOTH).isPresent());

      await(done -> store.owe(Destination.ARCHIVE, List.of(FIRST), 2_000, done));

      assertEquals(0, evict(store, 9_000));
      store.settle(Destination.ARCHIVE, Set.of(FIRST.dot()));
      write(store, fact("other", N1, 8));
      assertEquals(0, evict(store, 9_000), "it did not rest there all the while");
    }
  }

  @Test
  void whatHasLeftIsOwedToNobodyAnyMore() throws Exception {
    try (RocksStore store = open()) {
      write(store, FIRST);
      write(store, SECOND);
      rest(store, 1_000);
      evict(store, 1_000);

      await(done -> store.owe(Destination.ARCHIVE, List.of(FIRST), 2_000, done));

      assertFalse(store.owes(Destination.ARCHIVE, FIRST.dot()));
    }
  }

  @Test
  void whatHasSomethingLeftToDoStays() throws Exception {
    try (RocksStore store = open(facts -> facts.size() == 2)) {
      write(store, FIRST);
      write(store, SECOND);
      rest(store, 1_000);

      assertEquals(0, evict(store, 1_000));
    }
  }

  @Test
  void aFactThatIsBroughtAgainIsThereAgainAndOwedAgain() throws Exception {
    try (RocksStore store = open()) {
      write(store, FIRST);
      write(store, SECOND);
      rest(store, 1_000);
      evict(store, 1_000);

      write(store, new Write(KEY, List.of(FIRST), List.of(PEER), 6_000));

      assertEquals(FactSet.of(List.of(FIRST)).union(BOTH.evicted()), store.read(KEY));
      assertEquals(List.of(new KeyFacts(KEY, store.read(KEY))), scan(store, KEY));
      assertTrue(store.owes(PEER, FIRST.dot()));
      write(store, SECOND);
      assertEquals(BOTH, store.read(KEY));
      assertEquals(0, store.shelf().stubs());
    }
  }

  @Test
  void aStubThatAPeerGaveIsKeptBesideFacts() throws Exception {
    try (RocksStore store = open()) {
      write(store, FIRST);
      write(store, new Write(KEY, List.of(), List.of(PEER), BOTH.evicted().stub(), 7_000));
      assertEquals(FactSet.of(List.of(FIRST)).union(BOTH.evicted()), store.read(KEY));
      assertEquals(1, store.shelf().stubs());
    }
    try (RocksStore store = open()) {
      assertEquals(FactSet.of(List.of(FIRST)).union(BOTH.evicted()), store.read(KEY));
      assertEquals(OptionalLong.of(7_000), store.shelf().stubMade(KEY));
    }
  }

  @Test
  void aStubIsForgottenOnlyIfItIsOldEnough() throws Exception {
    try (RocksStore store = open()) {
      write(store, FIRST);
      write(store, SECOND);
      rest(store, 1_000);
      evict(store, 1_000);

      await(done -> store.forget(List.of(KEY), 4_999, done));
      assertEquals(BOTH.evicted(), store.read(KEY));
      await(done -> store.forget(List.of(KEY), 5_000, done));

      assertEquals(FactSet.EMPTY, store.read(KEY));
      assertEquals(0, store.shelf().stubs());
      assertEquals(List.of(), scan(store, KEY));
    }
  }

  @Test
  void aWalkSeesStubsAndFactsInOneOrder() throws Exception {
    try (RocksStore store = open()) {
      List<Key> keys = keysBeside(KEY, 30);
      for (int i = 0; i < keys.size(); i++) {
        write(store, fact(keys.get(i).value(), N1, i + 1));
      }
      List<KeyFacts> before = scan(store, KEY);
      for (int i = 0; i < keys.size(); i += 3) {
        evict(store, keys.get(i));
      }

      List<KeyFacts> after = scan(store, KEY);

      assertEquals(
          before.stream().map(KeyFacts::key).toList(), after.stream().map(KeyFacts::key).toList());
      assertEquals(10, after.stream().filter(held -> !held.facts().isWhole()).count());
      List<KeyFacts> rest = new ArrayList<>();
      store.scan(Partition.of(KEY), after.get(14).key(), rest::add);
      assertEquals(after.subList(15, 30), rest);
    }
  }

  @Test
  void sumsAreThoseOfFactsAndStubsTogether() throws Exception {
    try (RocksStore store = open()) {
      fillWithFactsAndStubs(store, keysBeside(KEY, 30));

      List<KeySum> sums = new ArrayList<>();
      store.sum(Partition.of(KEY), sums::add);

      assertEquals(scan(store, KEY).stream().map(KeySum::of).toList(), sums);
      assertEquals(5, sums.stream().filter(held -> held.facts() == 0).count());
    }
  }

  @Test
  void namesAreThoseOfFactsAndStubsTogether() throws Exception {
    try (RocksStore store = open()) {
      fillWithFactsAndStubs(store, keysBeside(KEY, 30));

      List<KeyNames> names = new ArrayList<>();
      store.names(Partition.of(KEY), HybridTime.ZERO, null, names::add);
      List<KeyNames> young = new ArrayList<>();
      store.names(Partition.of(KEY), HybridTime.ofMillis(1L << 46), null, young::add);

      List<KeyFacts> held = scan(store, KEY);
      assertEquals(held.stream().map(KeyNames::of).toList(), names);
      assertEquals(
          held.stream().filter(one -> one.facts().size() > 0).map(KeyNames::of).toList(), young);
      List<KeyNames> rest = new ArrayList<>();
      store.names(Partition.of(KEY), HybridTime.ZERO, names.get(14).key(), rest::add);
      assertEquals(names.subList(15, 30), rest);
    }
  }

  @Test
  void manyKeysAreReadAsEachAlone() throws Exception {
    try (RocksStore store = open()) {
      List<Key> keys = new ArrayList<>(keysBeside(KEY, 32));
      fillWithFactsAndStubs(store, keys.subList(0, 30)); // of the last two there is nothing
      keys.add(keys.get(7));
      Collections.shuffle(keys, new Random(1));

      Map<Key, FactSet> read = store.read(keys);

      assertEquals(32, read.size());
      read.forEach((key, facts) -> assertEquals(store.read(key), facts));
    }
  }

  private static void fillWithFactsAndStubs(RocksStore store, List<Key> keys) throws Exception {
    for (int i = 0; i < keys.size(); i++) {
      write(store, fact(keys.get(i).value(), N1, i + 1));
      write(store, fact(keys.get(i).value(), N2, i + 1));
    }
    for (int i = 0; i < keys.size(); i += 3) {
      evict(store, keys.get(i));
    }
    for (int i = 0; i < keys.size(); i += 6) {
      write(store, fact(keys.get(i).value(), N1, 100 + i)); // a new one beside the stub
      write(store, fact(keys.get(i).value(), N2, i + 1)); // one that had left
    }
  }

  private static List<Key> keysBeside(Key key, int count) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> new Key("k" + i))
        .filter(one -> Partition.of(one).equals(Partition.of(key)))
        .limit(count)
        .toList();
  }

  private static void evict(RocksStore store, Key key) throws Exception {
    KeyFacts seen = new KeyFacts(key, store.read(key));
    await(done -> store.rest(List.of(seen), 1_000, done));
    await(done -> store.evict(List.of(seen), 1_000, 5_000, keysGone -> done.run()));
  }

  @Test
  void aStubOfNothingIsNone() {
    assertEquals(Stub.NONE, FactSet.EMPTY.evicted().stub());
  }

  private static void rest(RocksStore store, long at) throws Exception {
    await(done -> store.rest(List.of(new KeyFacts(KEY, store.read(KEY))), at, done));
  }

  private static int evict(RocksStore store, long restingBefore) throws Exception {
    CompletableFuture<Integer> keys = new CompletableFuture<>();
    store.evict(
        List.of(new KeyFacts(KEY, BOTH)), restingBefore, 5_000, gone -> keys.complete(gone));
    return keys.get(30, TimeUnit.SECONDS);
  }

  private static List<KeyFacts> scan(RocksStore store, Key key) {
    List<KeyFacts> seen = new ArrayList<>();
    store.scan(Partition.of(key), null, seen::add);
    return seen;
  }

  private static void await(Consumer<Runnable> work) throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    work.accept(() -> done.complete(null));
    done.get(30, TimeUnit.SECONDS);
  }

  private RocksStore open() throws IOException {
    return open(Agenda.NONE);
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
    return write(store, new Write(fact.key(), List.of(fact), List.of(), 100));
  }

  private static FactSet write(RocksStore store, Write write) throws Exception {
    CompletableFuture<FactSet> prior = new CompletableFuture<>();
    store.write(write, prior::complete);
    return prior.get(30, TimeUnit.SECONDS);
  }
}
