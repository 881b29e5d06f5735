package kassa.chaos.shows;

import static kassa.chaos.shows.Town.order;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import kassa.chaos.acquirer.LedgerAudit;
import kassa.chaos.lab.LabFailure;
import kassa.chaos.lab.Progress;
import kassa.chaos.shows.Town.Shown;
import kassa.chaos.shows.Town.Told;
import kassa.gateway.order.MerchantId;
import kassa.gateway.order.OrderKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The first promises, on real processes: three nodes, Cassandra, an acquirer with a ledger. */
@TestInstance(Lifecycle.PER_CLASS)
class RingOfThreeTest {
  private static final List<String> NODES = List.of("n1", "n2", "n3");

  @TempDir static Path directory;

  private Town town;

  @BeforeAll
  void start() {
    town = new Town(directory);
  }

  @AfterAll
  void end() {
    town.close();
  }

  @BeforeEach
  void allIsWell() throws Exception {
    town.lab().startTogether(List.of("cassandra", "acquirer", "n1", "n2", "n3"), Progress.silent());
    town.settle();
  }

  @Test
  void aCheckoutIsConfirmedOnTwoPlacesAndSoonTheSameEverywhere() throws Exception {
    Told told = town.sell("n1", "first");

    assertEquals(201, told.status(), told.body()::toString);
    assertEquals("confirmed", told.body().at("/assurance/level").asText());
    assertTrue(told.body().at("/assurance/replicas/acked").asInt() >= 2);
    town.equalEverywhere(told.id());
    for (String node : NODES) {
      Told read = town.get(node, "/v1/orders/" + told.id());
      assertEquals(200, read.status());
      assertEquals("captured", read.body().path("status").asText());
    }
    assertEquals(1, town.charges("first"));
  }

  @Test
  void salesGoOnWithoutAKilledNodeAndItsHintsDrainWhenItIsBack() throws Exception {
    town.kassa("chaos", "kill", "n3");

    List<String> orders = town.sellAll("killed", 100, "n1", "n2");

    JsonNode status = town.json("ring", "status").path("data");
    assertEquals("degraded", status.path("level").asText());
    Town.eventually("hints wait for n3", () -> hintsFor("n3") > 0);
    Shown shown = town.kassa("ring", "status");
    assertTrue(shown.text().contains("DN  n3"), shown.text());
    town.kassa("chaos", "resume", "n3");
    town.settle();
    town.equalEverywhere(orders.get(0));
    town.equalEverywhere(orders.get(99));
    assertEquals(Set.of(), town.ledger().ordersChargedTwice());
  }

  @Test
  void salesGoOnWithoutAStoppedNodeThatStillAcceptsConnections() throws Exception {
    town.kassa("chaos", "pause", "n3");

    List<String> orders = town.sellAll("paused", 100, "n1", "n2");

    Town.eventually("hints wait for n3", () -> hintsFor("n3") > 0);
    town.kassa("chaos", "resume", "n3");
    town.settle();
    town.equalEverywhere(orders.get(0));
    town.equalEverywhere(orders.get(99));
    assertEquals(Set.of(), town.ledger().ordersChargedTwice());
  }

  @Test
  void aHomeStoppedInTheMiddleIsFinishedByTheNextWithTheSameOneCharge() throws Exception {
    String key = keyAtHomeIn("n3");
    String body = order("sandbox_late_" + key).json();

    CompletableFuture<Told> told = town.postLater("n1", key, body);
    Town.eventually("the acquirer has it", () -> town.charges("sandbox_late_" + key) == 1);
    town.kassa("chaos", "pause", "n3");

    assertEquals(201, told.get().status(), () -> told.join().body().toString());
    town.kassa("chaos", "resume", "n3");
    town.settle();
    town.equalEverywhere(told.get().id());
    assertEquals(1, town.charges("sandbox_late_" + key));
  }

  @Test
  void aNodeAloneSellsOnWithTheArchiveAndWithoutItChargesNobodyUntilOnePeerIsBack()
      throws Exception {
    town.kassa("chaos", "kill", "n2");
    town.kassa("chaos", "kill", "n3");

    Told archived = town.sell("n1", "alone-archived");

    assertEquals(201, archived.status(), archived.body()::toString);
    assertEquals(
        "{\"required\":2,\"acked\":2,\"of\":3,\"hinted\":0,\"archive\":true}",
        archived.body().at("/assurance/replicas").toString());
    assertEquals("acquirer", archived.body().at("/assurance/basis").asText());
    assertEquals(
        List.of("acked=2, required=2, of=3, hinted=0, archive=true"),
        archived.headers().get("kassa-replicas"));
    town.kassa("chaos", "kill", "n1");
    town.kassa("chaos", "resume", "n1");
    town.sold("n1", "alone-in-a-new-life");
    town.kassa("chaos", "cassandra", "stop");
    Told refused = town.sell("n1", "alone-again");
    Told forgotten = town.sell("n1", "alone-once");
    assertEquals("503 too_few_replicas", refused.status() + " " + refused.code());
    assertEquals("503 too_few_replicas", forgotten.status() + " " + forgotten.code());
    assertTrue(refused.body().path("retryable").asBoolean());
    assertTrue(refused.headers().containsKey("retry-after"));
    assertEquals(0, town.charges("alone-again") + town.charges("alone-once"));
    town.kassa("chaos", "resume", "n2");
    town.sold("n1", "alone-again");
    town.sold("n2", "with-one-peer");
    town.lab().startTogether(List.of("cassandra", "n3"), Progress.silent());
    town.settle();
    town.equalEverywhere(archived.id());
    assertEquals(1, town.charges("alone-archived"));
    assertEquals(1, town.charges("alone-in-a-new-life"));
    assertEquals(1, town.charges("alone-again"));
    assertEquals(0, town.charges("alone-once"), "nothing happened, and nothing did later");
  }

  @Test
  void whatOnlyOneNodeAndTheArchiveHadIsLearnedByTheOwnersWhenThatNodeLosesItsDisk()
      throws Exception {
    town.kassa("chaos", "kill", "n2");
    town.kassa("chaos", "kill", "n3");
    Told told = town.sell("n1", "on-one-disk");
    assertEquals(201, told.status(), told.body()::toString);
    town.kassa("chaos", "kill", "n1");
    town.wipe("n1");

    town.lab().startTogether(List.of("n2", "n3"), Progress.silent());

    Town.eventually(
        "the owners that were dead have it",
        () ->
            town.get("n2", "/v1/orders/" + told.id())
                .body()
                .path("status")
                .asText()
                .equals("captured"));
    assertEquals(200, town.sellWhenMet("n3", "on-one-disk").status());
    assertEquals(1, town.charges("on-one-disk"));
    town.lab().start("n1");
    town.settle();
    town.equalEverywhere(told.id());
  }

  @Test
  void salesGoOnWithoutTheArchiveWhichEndsEqualEvenAfterEveryNodeWasRestarted() throws Exception {
    town.kassa("chaos", "cassandra", "stop");

    List<String> orders = new ArrayList<>(town.sellAll("unarchived", 10, "n1", "n2", "n3"));
    for (String node : NODES) {
      town.kassa("chaos", "kill", node);
      town.kassa("chaos", "resume", node);
      town.lab().start(node);
      orders.add(town.sold(node, "unarchived-after-" + node).id());
    }
    town.kassa("chaos", "cassandra", "start");

    town.settle();
    for (String id : orders) {
      town.equalEverywhere(id);
    }
  }

  @Test
  void anArchiveThatLostWhatItHeldIsRefilledFromTheDisks() throws Exception {
    String id = town.sell("n2", "refilled").id();
    town.settle();
    Shown clean = town.kassa("archive", "verify");
    assertEquals(0, clean.exit(), clean.text());
    town.kassa("chaos", "cassandra", "stop");
    town.wipeArchive();
    town.kassa("chaos", "cassandra", "start");
    town.settle();

    Shown lost = town.kassa("archive", "verify", "--timeout", "10s");
    Shown replay = town.kassa("archive", "replay", "--since", "24h");

    assertEquals(10, lost.exit(), lost.text());
    assertTrue(lost.text().contains(id), lost.text());
    assertEquals(0, replay.exit(), replay.text());
    town.settle();
    clean = town.kassa("archive", "verify");
    assertEquals(0, clean.exit(), clean.text());
    town.equalEverywhere(id);
  }

  @Test
  void oneKeySentToAllNodesAtOnceIsOneOrderWithOneChargeAndTheSameAnswer() throws Exception {
    for (int round = 0; round < 10; round++) {
      String key = "at-once-" + round;
      List<CompletableFuture<Told>> asked =
          NODES.stream().map(node -> town.postLater(node, key, order(key).json())).toList();

      Set<String> answers = new HashSet<>();
      for (CompletableFuture<Told> answer : asked) {
        Told told = answer.get();
        assertTrue(Set.of(200, 201).contains(told.status()), told.body()::toString);
        answers.add(told.id() + " " + told.body().path("status").asText());
      }
      assertEquals(1, answers.size(), answers::toString);
      assertEquals(1, town.charges(key));
      Told other = town.post("n2", key, order("another-body").json());
      assertEquals("422 idempotency_key_reused", other.status() + " " + other.code());
    }
    assertEquals(0, town.charges("another-body"));
  }

  @Test
  void everythingKilledAtOnceForgetsNothingThatWasAcknowledged() throws Exception {
    List<String> orders = town.sellAll("before-the-end", 20, "n1", "n2", "n3");

    List<String> all = List.of("n1", "n2", "n3", "cassandra", "acquirer");
    all.forEach(town.lab()::kill);
    town.lab().startTogether(all, Progress.silent());

    Town.eventually(
        "every order is read at every node",
        () -> {
          for (String id : orders) {
            for (String node : NODES) {
              Told read = town.get(node, "/v1/orders/" + id);
              if (!read.body().path("status").asText().equals("captured")) {
                return false;
              }
            }
          }
          return true;
        });
    town.sold("n1", "after-the-end");
    town.settle();
    for (String id : orders) {
      town.equalEverywhere(id);
    }
    assertEquals(Set.of(), town.ledger().ordersChargedTwice());
  }

  @Test
  void aNodeWhoseDiskIsLostIsRefilledAndOldKeysStillReplayThere() throws Exception {
    List<String> orders = town.sellAll("wiped", 30, "n1", "n2", "n3");
    town.settle();
    town.kassa("chaos", "kill", "n3");
    town.wipe("n3");

    town.lab().start("n3");

    Told replay = town.sellWhenMet("n3", "wiped-7");
    assertEquals("200 " + orders.get(7), replay.status() + " " + replay.id(), "while it is filled");
    town.refilled("n3");
    for (String id : orders) {
      town.equalEverywhere(id);
    }
    town.kassa("chaos", "kill", "n2");
    Told read = town.get("n1", "/v1/orders/" + orders.get(3));
    assertEquals(200, read.status(), "n3 counts again: " + read.body());
    assertEquals(Set.of(), town.ledger().ordersChargedTwice());
  }

  @Test
  void anOlderCopyOfADiskIsRefusedAndSoIsADamagedOneUntilItIsWiped() throws Exception {
    town.lab().stop("n2");
    town.copy("n2");
    town.lab().start("n2");
    List<String> orders = town.sellAll("after-the-copy", 10, "n1", "n2", "n3");
    town.settle();
    town.lab().stop("n2");
    town.putBack("n2");

    String refused = assertThrows(LabFailure.class, () -> town.lab().start("n2")).getMessage();

    assertTrue(String.valueOf(refused).contains("is an older copy"), refused);
    town.wipe("n2");
    town.lab().start("n2");
    town.refilled("n2");
    town.equalEverywhere(orders.get(0));

    town.lab().stop("n2");
    town.lab().start("n2"); // what was in its log is in tables now
    town.lab().stop("n2");
    town.flipBytes("n2");

    String damaged = assertThrows(LabFailure.class, () -> town.lab().start("n2")).getMessage();

    assertTrue(String.valueOf(damaged).contains("is damaged"), damaged);
    town.wipe("n2");
    town.lab().start("n2");
    town.refilled("n2");
    for (String id : orders) {
      town.equalEverywhere(id);
    }
  }

  @Test
  void anAcquirerThatIsAwayCostsTheSaleAndNothingElse() throws Exception {
    town.kassa("chaos", "acquirer", "stop");
    Town.eventually(
        "all know that it is away",
        () ->
            town.json("ring", "status").path("data").path("members").findValues("own").stream()
                .noneMatch(own -> own.path("acquirer_connected").asBoolean()));

    Told refused = town.sell("n1", "no-acquirer");

    assertEquals("503 partner_away", refused.status() + " " + refused.code());
    town.kassa("chaos", "acquirer", "start");
    town.sold("n2", "no-acquirer");
    assertEquals(1, town.charges("no-acquirer"));
  }

  @Test
  void whatTheAcquirerSaysIsToldAndWhatItDoesNotSayIsAskedAgain() throws Exception {
    Map<String, String> cards = new HashMap<>();
    cards.put("4000000000000002", "generic_decline");
    cards.put("4000000000009995", "insufficient_funds");
    cards.put("4000000000000069", "expired_card");
    cards.put("4000000000000127", "incorrect_cvc");
    cards.put("4000000000000119", "processing_error");
    for (Map.Entry<String, String> card : cards.entrySet()) {
      String key = "declined-" + card.getValue();
      String body = order(key).json().replace("4242424242424242", card.getKey());
      Told told = town.post("n1", key, body);
      Told again = town.post("n2", key, body);
      assertEquals("402 " + card.getValue(), told.status() + " " + declineCode(told));
      assertEquals("200 declined", again.status() + " " + again.body().path("status").asText());
      assertEquals(0, town.charges(key));
    }
    for (String behaviour : List.of("timeout_before_", "timeout_after_", "late_")) {
      String reference = "sandbox_" + behaviour + "once";
      assertEquals(201, town.sell("n3", reference).status(), reference);
      assertEquals(1, town.charges(reference), reference);
    }
    Told away = town.sell("n3", "sandbox_away_once");
    assertEquals("503 partner_away", away.status() + " " + away.code());
    assertEquals(0, town.charges("sandbox_away_once"));
  }

  @Test
  void anOrderIsAuthorizedAndLeftToBeCapturedWhenTheMerchantSaysSo() throws Exception {
    String body = order("manual").json().replace("\"automatic\"", "\"manual\"");

    Told told = town.post("n2", "manual", body);

    assertEquals("201 authorized", told.status() + " " + told.body().path("status").asText());
    assertEquals("[\"capture\",\"cancel\"]", told.body().path("allowed_actions").toString());
  }

  @Test
  void merchantsAreApart() throws Exception {
    Told mine = town.sell("n1", "shared-key");

    Told theirs =
        town.tell(
            town.request("n2", "/v1/orders/" + mine.id())
                .setHeader("Authorization", "Bearer sk_test_other"));
    Told unknown = town.get("n2", "/v1/orders/ord_00000000000000000000000000");

    assertEquals("404 not_found", theirs.status() + " " + theirs.code());
    assertEquals("404 not_found", unknown.status() + " " + unknown.code());
    assertEquals(theirs.body().path("detail").asText(), unknown.body().path("detail").asText());
  }

  @Test
  void aMerchantAddedWhileANodeIsDeadSellsEverywhereAndItsOldKeysEndEverywhere() throws Exception {
    town.kassa("chaos", "kill", "n3");
    String first = newKey("add");

    assertEquals(201, sell("n1", first, "acme-1").status());
    Town.eventually("n2 knows it", () -> sell("n2", first, "acme-2").status() == 201);
    town.kassa("chaos", "resume", "n3");
    Town.eventually("n3 knows it", () -> sell("n3", first, "acme-3").status() == 201);

    String second = newKey("rotate-key");
    for (String node : NODES) {
      Town.eventually(
          node + " knows the second", () -> sell(node, second, "acme-1").status() == 200);
      assertEquals(200, sell(node, first, "acme-1").status(), "good until the next rotation");
    }

    // Alone, and before it has joined anything, a node goes by what is on its disk.
    NODES.forEach(node -> town.kassa("chaos", "kill", node));
    town.lab().start("n1");
    Town.eventually("n1 has met the archive", () -> sell("n1", second, "acme-1").status() == 200);
    String third = newKey("rotate-key");
    assertEquals("401 unauthenticated", said(sell("n1", first, "acme-4")));
    assertEquals(201, sell("n1", second, "acme-4").status());

    town.lab().startTogether(List.of("n2", "n3"), Progress.silent());
    for (String node : NODES) {
      Town.eventually(
          node + " knows that the first ended", () -> sell(node, first, "acme-1").status() == 401);
      Town.eventually(node + " has met others", () -> sell(node, third, "acme-4").status() == 200);
      assertEquals(200, sell(node, second, "acme-4").status(), "good until the next rotation");
    }
    Town.eventually(
        "all agree", () -> town.json("merchant", "list").at("/data/agreed").asBoolean());
    assertEquals(1, town.ledger().effectiveAuthorizations(new LedgerAudit.Order("acme", "acme-1")));
    assertEquals(List.of(), filesWith(first, second, third), "no key in clear on any disk");
  }

  /** What {@code ./kassa merchant VERB acme} prints, once. */
  private String newKey(String verb) throws IOException {
    return town.json("merchant", verb, "acme").at("/data/api_key").asText();
  }

  private Told sell(String node, String apiKey, String key) throws Exception {
    return town.tell(
        town.request(node, "/v1/orders")
            .setHeader("Authorization", "Bearer " + apiKey)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(order(key).json())));
  }

  private static List<Path> filesWith(String... secrets) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (Stream.of(secrets).anyMatch(text::contains)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  private static String said(Told told) {
    return told.status() + " " + told.code();
  }

  private long hintsFor(String node) throws Exception {
    for (JsonNode member : town.json("ring", "status").path("data").path("members")) {
      if (member.path("node").asText().equals(node)) {
        return member.path("hints").asLong();
      }
    }
    throw new AssertionError("no member " + node);
  }

  private String keyAtHomeIn(String node) throws Exception {
    town.warm(node);
    String secret = Files.readString(directory.resolve("secret")).strip();
    OrderKeys keys = new OrderKeys(HexFormat.of().parseHex(secret));
    for (int i = 0; ; i++) {
      String key = "home-" + i;
      String id = keys.orderId(new MerchantId("demo"), "/v1/orders", key).value();
      JsonNode view = town.json("ring", "owners", id).at("/data/views/0/owners/0");
      if (view.asText().equals(node)) {
        return key;
      }
    }
  }

  private static String declineCode(Told told) {
    return told.body().path("decline_code").asText();
  }
}
