package kassa.chaos.shows;

import static kassa.chaos.shows.Town.order;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import kassa.chaos.acquirer.LedgerAudit;
import kassa.chaos.lab.LabFailure;
import kassa.chaos.shows.Town.Shown;
import kassa.chaos.shows.Town.Told;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Five thousand orders; then one node's disk is lost, another's is damaged, and the archive is put
 * back from an older copy. {@code kassa verify} says what is wrong and what to do, and when that is
 * done, that nothing is.
 */
class DamageHealsTest {
  private static final List<String> NODES = List.of("n1", "n2", "n3");
  private static final int ORDERS = 5_000;
  private static final int BEFORE_THE_COPY = 2_000;
  private static final int CUSTOMERS = 12;

  @TempDir Path directory;

  private final Map<Integer, String> sold = new ConcurrentSkipListMap<>();
  private Town town;

  @BeforeEach
  void start() {
    town = new Town(directory);
  }

  @AfterEach
  void end() {
    town.close();
  }

  @Test
  void fiveThousandOrdersSurviveALostDiskADamagedOneAndAnArchiveOfYesterday() throws Exception {
    sell(0, BEFORE_THE_COPY);
    town.settle();
    town.kassa("chaos", "cassandra", "stop");
    town.copyArchive();
    CompletableFuture<Void> rest =
        Town.later(
            () -> {
              sell(BEFORE_THE_COPY, ORDERS);
              return null;
            });
    town.kassa("chaos", "cassandra", "start");
    rest.get();
    town.settle();

    town.lab().kill("n3");
    town.wipe("n3");
    Shown without = verify();
    assertEquals(124, without.exit(), without.text());
    assertTrue(without.text().contains("UNKNOWN  n3 was not read"), without.text());
    town.lab().start("n3");
    town.refilled("n3");

    town.lab().kill("n2");
    town.lab().start("n2"); // what was in its log is in tables now
    town.lab().kill("n2");
    town.flipBytes("n2");
    String damaged = assertThrows(LabFailure.class, () -> town.lab().start("n2")).getMessage();
    assertTrue(String.valueOf(damaged).contains("is damaged"), damaged);
    town.wipe("n2");
    town.lab().start("n2");
    town.refilled("n2");

    town.kassa("chaos", "cassandra", "stop");
    town.putArchiveBack();
    town.kassa("chaos", "cassandra", "start");
    town.settle();
    Shown wrong = verifyOnceKnown();
    assertEquals(10, wrong.exit(), wrong.text());
    JsonNode violated = Town.parse(wrong.text()).at("/data/violated");
    assertEquals(1, violated.size(), wrong.text());
    assertEquals("ownersAreEqual", violated.at("/0/name").asText());
    assertEquals(ORDERS - BEFORE_THE_COPY, violated.at("/0/keys").asInt(), wrong.text());
    assertTrue(
        violated.at("/0/examples/0/what").asText().startsWith("the archive lacks "), wrong.text());
    assertTrue(sold.containsValue(violated.at("/0/examples/0/key").asText()), wrong.text());

    String next = violated.at("/0/next").asText();
    assertTrue(next.startsWith("./kassa archive replay --since 2"), next);
    Shown replay = town.kassa(next.replace("./kassa ", "").split(" ", -1));
    assertEquals(0, replay.exit(), replay.text());
    town.settle();

    Shown clean = verifyOnceKnown();
    assertEquals(0, clean.exit(), clean.text());
    assertEquals(Map.of("n1", ORDERS, "n2", ORDERS, "n3", ORDERS, "archive", ORDERS), keys(clean));
    for (int i = 0; i < ORDERS; i += 191) {
      String node = NODES.get(i % NODES.size());
      Told replayed = town.sell(node, key(i));
      assertEquals("200 " + sold.get(i), replayed.status() + " " + replayed.id());
      assertEquals(List.of("true"), replayed.headers().get("idempotent-replayed"));
    }
    LedgerAudit ledger = town.ledger();
    assertEquals(Set.of(), ledger.ordersChargedTwice());
    assertEquals(ORDERS, ledger.references().size());
  }

  /** Some customers at once, each with its next order at another node, until all are sold. */
  private void sell(int from, int to) throws Exception {
    ExecutorService customers = Executors.newFixedThreadPool(CUSTOMERS);
    try {
      AtomicInteger next = new AtomicInteger(from);
      List<Future<?>> all = new ArrayList<>();
      for (int customer = 0; customer < CUSTOMERS; customer++) {
        all.add(
            customers.submit(
                () -> {
                  for (int i = next.getAndIncrement(); i < to; i = next.getAndIncrement()) {
                    sell(i);
                  }
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      customers.shutdownNow();
    }
  }

  /** Who is turned away comes again with the same key, to the next node. */
  private void sell(int number) throws Exception {
    AtomicInteger tries = new AtomicInteger(number);
    Town.eventually(
        key(number) + " is sold",
        () -> {
          String node = NODES.get(tries.getAndIncrement() % NODES.size());
          Told told = town.post(node, key(number), order(key(number)).json());
          if (told.body().path("status").asText().equals("captured")) {
            sold.put(number, told.id());
          }
          return sold.containsKey(number);
        });
  }

  private static String key(int number) {
    return "order-" + number;
  }

  /**
   * In JSON. An archive that has only just come back is not read yet, and then nothing is known.
   */
  private Shown verifyOnceKnown() throws Exception {
    List<Shown> shown = new ArrayList<>();
    Town.eventually(
        "kassa verify knows",
        () -> {
          shown.add(verify("-o", "json"));
          return shown.get(shown.size() - 1).exit() != 124;
        });
    return shown.get(shown.size() - 1);
  }

  private Shown verify(String... more) {
    List<String> words = new ArrayList<>(List.of("verify", "--timeout", "20s"));
    words.addAll(List.of(more));
    return town.kassa(words.toArray(String[]::new));
  }

  private static Map<String, Integer> keys(Shown verified) throws Exception {
    Map<String, Integer> keys = new TreeMap<>();
    for (JsonNode place : Town.parse(verified.text()).at("/data/places")) {
      keys.put(place.path("place").asText(), place.path("keys").asInt());
    }
    return keys;
  }
}
