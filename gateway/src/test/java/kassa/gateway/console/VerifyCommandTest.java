package kassa.gateway.console;

import static kassa.gateway.order.OrderSamples.A;
import static kassa.gateway.order.OrderSamples.approved;
import static kassa.gateway.order.OrderSamples.intent;
import static kassa.gateway.order.OrderSamples.placed;
import static kassa.gateway.order.OrderSamples.reference;
import static kassa.gateway.verify.Places.line;
import static kassa.gateway.verify.Places.page;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kassa.gateway.order.OrderFact.Opened;
import kassa.gateway.order.OrderSamples;
import kassa.gateway.verify.Places;
import kassa.ring.Fact;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  private static final String ORDER = OrderSamples.ID.value();
  private static final Fact PLACED = Places.fact(1, new Opened(placed(A)));
  private static final Fact INTENT = Places.fact(2, intent(A));
  private static final Fact APPROVED = Places.fact(3, approved(A, "tx1"));
  private static final String CHARGE = reference(A) + " tx1 1299 SEK";

  private final FakeNode n1 = new FakeNode();
  private final FakeNode n2 = new FakeNode();
  private final FakeNode n3 = new FakeNode();

  @TempDir private Path directory;

  @BeforeEach
  void allIsWell() {
    says(n1, "n1", PLACED, INTENT, APPROVED);
    says(n2, "n2", PLACED, INTENT, APPROVED);
    says(n3, "n3", PLACED, INTENT, APPROVED);
    archiveHolds(PLACED, INTENT, APPROVED);
    List.of("n1", "n2", "n3").forEach(node -> status(node, 0, ""));
  }

  @AfterEach
  void close() {
    n1.close();
    n2.close();
    n3.close();
  }

  @Test
  void aRingInWhichAllHoldsIsCleanAndSaysWhatWasLookedFor() throws Exception {
    Typed typed = verify("--ledger", ledger(CHARGE));

    assertEquals(
        """
        PLACE    KEYS  FACTS
        archive     1      3
        n1          1      3
        n2          1      3
        n3          1      3
        OK  1 keys were read everywhere, and all holds: ackedIsDurable, factsOnlyGrow,\
         intentBeforeMoney, oneAuthorizationPerAttempt, declinedIsNeverCharged, ownersAreEqual,\
         hintsDrain, ordersSettle, chargedOnce.
        """,
        typed.out() + typed.err());
    assertEquals(Exit.OK.code(), typed.exit());
  }

  @Test
  void withoutALedgerItSaysThatMoneyWasNotCompared() {
    Typed typed = verify();

    assertTrue(typed.out().contains("ledger was not compared: name it with --ledger"), typed.out());
    assertTrue(!typed.out().contains("oneAuthorizationPerAttempt"), typed.out());
    assertEquals(Exit.OK.code(), typed.exit());
  }

  @Test
  void whatTheArchiveLacksEndsWithTenNamesTheInvariantAndSaysHowToReplay() {
    archiveHolds(PLACED);

    Typed typed = verify();
    JsonNode json = json(verify("-o", "json"));

    assertTrue(
        typed
            .out()
            .contains(
                """
                VIOLATED  ownersAreEqual: All owners of a key hold the same facts, and so does the archive.
                  1 key
                  %s  the archive lacks intent n1~1~00000001:2 …
                  Next: ./kassa archive replay --since %s
                """
                    .formatted(ORDER, java.time.Instant.ofEpochMilli(INTENT.time().millis()))),
        typed.out());
    assertEquals(Exit.UNHEALTHY.code(), typed.exit());
    assertEquals("kassa.verify/v1", json.path("schema").asText());
    assertEquals("violated", json.at("/data/level").asText());
    assertEquals("ownersAreEqual", json.at("/data/violated/0/name").asText());
    assertEquals(ORDER, json.at("/data/violated/0/examples/0/key").asText());
    assertEquals(1, json.at("/data/violated/0/keys").asInt());
  }

  @Test
  void whatAnOwnerLacksAndTheLedgerDoesNotKnowAreTwoViolations() throws Exception {
    says(n2, "n2", PLACED, INTENT);

    JsonNode json = json(verify("--ledger", ledger("f00d tx9 100 SEK"), "-o", "json"));

    List<String> names = new ArrayList<>();
    json.at("/data/violated").forEach(one -> names.add(one.path("name").asText()));
    assertEquals(List.of("intentBeforeMoney", "ownersAreEqual", "chargedOnce"), names);
  }

  @Test
  void whatIsThereInTheSecondLookWasOnlyOnItsWay() {
    says(n2, "n2", PLACED);
    n2.says("/ops/facts?keys=" + ORDER, page("n2", "", line(List.of(), PLACED, INTENT, APPROVED)));

    Typed typed = verify();

    assertEquals(Exit.OK.code(), typed.exit(), typed.out());
  }

  @Test
  void whatIsStillOwedInTheEndIsUnknownAndNoViolation() {
    says(n2, "n2", PLACED, INTENT);
    says(n1, "n1", line(List.of("n2"), PLACED, INTENT, APPROVED));

    Typed typed = verify();

    assertTrue(
        typed
            .out()
            .contains(
                "UNKNOWN  ownersAreEqual: of 1 key it may still become right; "
                    + ORDER
                    + " n2 lacks approved n1~1~00000001:3."),
        typed.out());
    assertEquals(Exit.TIMED_OUT.code(), typed.exit());
  }

  @Test
  void aNodeThatIsAwayMakesItUnknownAndWhatWasReadIsJudgedAllTheSame() {
    n3.says("/ops/status", 500, "");
    archiveHolds(PLACED);

    Typed unknown = verify();
    says(n2, "n2", PLACED, INTENT, APPROVED, Places.fact(4, approved(A, "tx2")));
    Typed violated = verify();

    assertTrue(unknown.out().contains("UNKNOWN  n3 was not read"), unknown.out());
    assertEquals(Exit.TIMED_OUT.code(), unknown.exit());
    assertTrue(violated.out().contains("VIOLATED  chargedOnce"), violated.out());
    assertTrue(violated.out().contains("UNKNOWN  n3 was not read"), violated.out());
    assertEquals(Exit.UNHEALTHY.code(), violated.exit());
  }

  @Test
  void aPageThatBreaksOffAndAnArchiveThatIsAwayMakeItUnknown() {
    n2.says("/ops/facts", page("n2", "17.ord_9", line(List.of(), PLACED, INTENT, APPROVED)));
    List.of(n1, n2, n3)
        .forEach(
            node ->
                node.says(
                    "/ops/archive/facts?keys=" + ORDER,
                    "{\"node\":\"n1\",\"keys\":[],\"away\":\"not connected yet\"}"));
    n2.says("/ops/facts?from=17.ord_9", 503, "");

    Typed typed = verify();

    assertTrue(typed.out().contains("UNKNOWN  n2 was not read to the end"), typed.out());
    assertTrue(typed.out().contains("UNKNOWN  The archive was not read."), typed.out());
    assertEquals(Exit.TIMED_OUT.code(), typed.exit());
  }

  @Test
  void aCorruptedPageIsFound() {
    ObjectNode line = line(List.of(), PLACED, INTENT, APPROVED);
    String fact = line.path("facts").get(1).path("fact").asText();
    ((ObjectNode) line.path("facts").get(1))
        .put(
            "fact",
            fact.substring(0, 9) + (fact.charAt(9) == 'A' ? 'B' : 'A') + fact.substring(10));
    says(n3, "n3", line);

    Typed typed = verify();

    assertTrue(
        typed.out().contains(ORDER + "  n3 shows a fact that is not as it was written"),
        typed.out());
    assertEquals(Exit.UNHEALTHY.code(), typed.exit());
  }

  @Test
  void hintsThatStillWaitMakeItUnknownAndThoseThatAreYoungerThanTheFirstLookDoNot() {
    status("n1", 118, "2026-03-01T19:31:07Z");
    Typed waiting = verify();

    status("n1", 3, "2026-03-01T19:31:50Z");
    Typed younger = verify();

    assertTrue(
        waiting
            .out()
            .contains(
                "UNKNOWN  hintsDrain: of 1 key it may still become right; n1 owes n3 118 facts,"
                    + " the oldest since 2026-03-01T19:31:07Z."),
        waiting.out());
    assertEquals(Exit.TIMED_OUT.code(), waiting.exit());
    assertEquals(Exit.OK.code(), younger.exit(), younger.out());
  }

  @Test
  void aNodeThatIsBeingRefilledMakesItUnknown() {
    says(n3, "n3", PLACED);
    n3.says(
        "/ops/status",
        Statuses.well("n3", "2026-03-01T19:28:37Z", 0)
            .replace(
                "\"open_orders\":0",
                "\"open_orders\":0,\"copy\":{\"standing\":\"replaced\",\"complete\":300,"
                    + "\"owned\":1024}"));

    Typed typed = verify();

    assertTrue(
        typed
            .out()
            .contains(
                "UNKNOWN  n3 does not hold all it should yet: 300 of 1024 partitions are complete."),
        typed.out());
    assertTrue(!typed.out().contains("VIOLATED"), typed.out());
    assertEquals(Exit.TIMED_OUT.code(), typed.exit());
  }

  @Test
  void whatANewOwnerLacksWhileItIsHandedOverMakesItUnknown() {
    says(n3, "n3", PLACED);
    handover("\"gives\":true,\"left\":5");

    Typed typed = verify();

    assertTrue(
        typed.out().contains("UNKNOWN  ownersAreEqual: of 1 key it may still become right"),
        typed.out());
    assertTrue(!typed.out().contains("VIOLATED"), typed.out());
    assertEquals(Exit.TIMED_OUT.code(), typed.exit());

    handover("\"gives\":false");
    assertTrue(verify().out().contains("VIOLATED  ownersAreEqual"));
  }

  @Test
  void anOwnerOfBeforeThatWasNotReadMayOweWhatIsLacked() {
    says(n3, "n3", PLACED);
    handover("\"former_owners\":[\"n4\"]");

    Typed typed = verify();

    assertTrue(typed.out().contains("UNKNOWN  n4 was not read: it did not answer"), typed.out());
    assertTrue(!typed.out().contains("VIOLATED"), typed.out());
    assertEquals(Exit.TIMED_OUT.code(), typed.exit());
  }

  /** Of n1. */
  private void handover(String how) {
    n1.says(
        "/ops/status",
        Statuses.well("n1", "2026-03-01T19:28:37Z", 0)
            .replace("\"open_orders\":0", "\"open_orders\":0,\"handover\":{%s}".formatted(how)));
  }

  @Test
  void nobodyToAskIsThree() {
    assertEquals(Exit.NOBODY_REACHABLE.code(), Typed.command(List.of(), "verify").exit());
  }

  private Typed verify(String... words) {
    List<String> all = new ArrayList<>(List.of("verify", "--wait", "1ms"));
    all.addAll(List.of(words));
    return Typed.command(
        List.of(n1.endpoint(), n2.endpoint(), n3.endpoint()), all.toArray(String[]::new));
  }

  private void says(FakeNode node, String name, Fact... facts) {
    says(node, name, line(List.of(), facts));
  }

  private static void says(FakeNode node, String name, ObjectNode line) {
    node.says("/ops/facts", page(name, "", line));
    node.says("/ops/facts?keys=" + ORDER, page(name, "", line));
  }

  private void archiveHolds(Fact... facts) {
    String page = page("n1", "", line(List.of(), facts));
    List.of(n1, n2, n3).forEach(node -> node.says("/ops/archive/facts?keys=" + ORDER, page));
  }

  /** Of n1: what it owes n3. */
  private void status(String node, int hints, String oldest) {
    FakeNode at = node.equals("n1") ? n1 : node.equals("n2") ? n2 : n3;
    String well = Statuses.well(node, "2026-03-01T19:28:37Z", 0);
    at.says(
        "/ops/status",
        hints == 0
            ? well
            : well.replaceAll(
                "(\"node\":\"n3\",\"zone\"[^}]*\"hints\":)0,\\s*\"oldest_hint\":null",
                "$1" + hints + ",\"oldest_hint\":\"" + oldest + "\""));
  }

  private String ledger(String... lines) throws Exception {
    return Files.write(directory.resolve("ledger"), List.of(lines)).toString();
  }

  private static JsonNode json(Typed typed) {
    try {
      return new ObjectMapper().readTree(typed.out());
    } catch (com.fasterxml.jackson.core.JsonProcessingException notJson) {
      throw new AssertionError(typed.out(), notJson);
    }
  }
}
