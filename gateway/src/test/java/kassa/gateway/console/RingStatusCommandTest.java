package kassa.gateway.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RingStatusCommandTest {
  private final FakeNode n1 = new FakeNode();
  private final FakeNode n2 = new FakeNode();
  private final FakeNode n3 = new FakeNode();

  @AfterEach
  void close() {
    n1.close();
    n2.close();
    n3.close();
  }

  @Test
  void aDeadNodeIsShownWithWhoMissesItSinceWhenAndWhatWaits() {
    List<Endpoint> known = ringWithoutN3();

    Typed typed = Typed.command(known, "ring", "status");

    assertEquals(
        """
        kassa demo · 1024 partitions · N=3 W=2 R=2 · descriptor agreed by 2 of 2 reachable
        --  NODE  HTTP            ZONE  OWNS   SEES  HINTS FOR IT  OLDEST  UNARCHIVED  UP
        UN  n1    127.0.0.1:8081  a     33.2%  2/3              0       -           4  3m12s
        UN  n2    127.0.0.1:8082  b     33.6%  2/3              0       -           6  3m11s
        DN  n3    127.0.0.1:8083  c     33.2%  -              118     42s           -  down 42s
        DEGRADED  n3 is unreachable from n1, n2 since 19:31:07. Orders are accepted (W=2); 118 hints wait; nothing is lost.
        Next: ./kassa hints list --for n3 · runbook: docs in gateway/README.md#node-down
        """,
        typed.out());
    assertEquals(Exit.OK.code(), typed.exit());
  }

  @Test
  void strictnessMakesDegradationAnExitCode() {
    List<Endpoint> known = ringWithoutN3();

    assertEquals(Exit.DEGRADED.code(), Typed.command(known, "health", "--strict").exit());
    assertEquals(Exit.OK.code(), Typed.command(known, "health").exit());
  }

  @Test
  void aWholeRingIsWell() {
    n1.says("/ops/status", Statuses.well("n1", "2026-03-01T19:28:37Z", 0));
    n2.says("/ops/status", Statuses.well("n2", "2026-03-01T19:28:38Z", 0));
    n3.says("/ops/status", Statuses.well("n3", "2026-03-01T19:28:38Z", 0));

    Typed typed =
        Typed.command(List.of(n1.endpoint(), n2.endpoint(), n3.endpoint()), "health", "--strict");

    assertEquals(
        "OK  3 of 3 nodes are up. Orders are accepted (W=2); 0 hints wait; nothing is lost.\n",
        typed.out());
    assertEquals(Exit.OK.code(), typed.exit());
  }

  @Test
  void aNodeWhoseClockIsOffIsNamedWithWhoSaysSo() {
    n1.says("/ops/status", Statuses.seesAhead("n1", "n3", 3_600_020));
    n2.says("/ops/status", Statuses.seesAhead("n2", "n3", 3_600_014));
    n3.says("/ops/status", Statuses.aheadByAnHour("n3", "n1", "n2"));
    List<Endpoint> known = List.of(n1.endpoint(), n2.endpoint(), n3.endpoint());

    Typed health = Typed.command(known, "health", "--strict");
    Typed status = Typed.command(known, "ring", "status");

    assertEquals(
        """
        DEGRADED  Orders are accepted (W=2); 0 hints wait; nothing is lost. The clock of n3 is 3600.0 s ahead of n1, n2: other nodes are the home of its orders until it is right.
        Next: ./kassa ring status
        """,
        health.out());
    assertEquals(Exit.DEGRADED.code(), health.exit());
    assertTrue(
        status.out().contains("Next: chronyc tracking, on that node · runbook: "), status.out());
    assertTrue(
        read(Typed.command(known, "ring", "status", "-o", "json").out())
            .at("/data/members/2/own/clock_off")
            .asBoolean());
  }

  @Test
  void twoClocksThatAreApartAreNamedOnceWhenNobodyCanTellWhichIsRight() {
    n1.says("/ops/status", Statuses.seesAhead("n1", "n2", 9_980));
    n2.says("/ops/status", Statuses.seesAhead("n2", "n1", -9_950));

    Typed typed = Typed.command(List.of(n1.endpoint(), n2.endpoint()), "health", "--strict");

    assertTrue(
        typed.out().contains("nothing is lost. The clocks of n1 and n2 are 10.0 s apart.\n"),
        typed.out());
    assertEquals(Exit.DEGRADED.code(), typed.exit());
  }

  @Test
  void aNodeThatIsRefilledIsShownWithHowFarItIs() {
    n1.says("/ops/status", Statuses.well("n1", "2026-03-01T19:28:37Z", 0));
    n2.says(
        "/ops/status",
        Statuses.well("n2", "2026-03-01T19:28:38Z", 0)
            .replaceFirst(
                "\\}\\s*$",
                ",\"copy\":{\"standing\":\"replaced\",\"complete\":312,\"owned\":1024}}"));
    n3.says(
        "/ops/status",
        Statuses.well("n3", "2026-03-01T19:28:38Z", 0)
            .replaceFirst(
                "\\}\\s*$", ",\"copy\":{\"standing\":\"new\",\"complete\":0,\"owned\":1024}}"));

    Typed typed =
        Typed.command(List.of(n1.endpoint(), n2.endpoint(), n3.endpoint()), "ring", "status");

    assertTrue(typed.out().contains("UF  n2"), typed.out());
    assertTrue(
        typed
            .out()
            .contains("n2 lost its disk and is refilled: 312 of 1024 partitions are complete."),
        typed.out());
    assertTrue(
        typed
            .out()
            .contains("n3 does not count for reads before all members were up together once."),
        typed.out());
  }

  @Test
  void aHandoverIsToldOfAndIsNoTrouble() {
    for (FakeNode node : List.of(n1, n2, n3)) {
      String name = node == n1 ? "n1" : node == n2 ? "n2" : "n3";
      node.says("/ops/status", Statuses.handingOver(name, "2026-03-01T19:28:37Z"));
    }
    List<Endpoint> known = List.of(n1.endpoint(), n2.endpoint(), n3.endpoint());

    Typed health = Typed.command(known, "health", "--strict");
    Typed status = Typed.command(known, "ring", "status");
    JsonNode json = read(Typed.command(known, "ring", "status", "-o", "json").out());

    assertEquals(
        "OK  3 of 3 nodes are up. Orders are accepted (W=2); 0 hints wait; nothing is lost."
            + " Handing over what was stored before the ring changed:"
            + " n3 has 458 of its 768 partitions, time left 21s;"
            + " n1 has 5 partitions to give, time left unknown.\n",
        health.out());
    assertEquals(Exit.OK.code(), health.exit());
    assertTrue(
        status
            .out()
            .contains(
                """
                  n1 has 5 partitions to give, time left unknown (4960 entries so far, 0.0 a second)
                  n3 has 458 of its 768 partitions, time left 21s (15 a second)
                  Rates are of the last 10s.
                """),
        status.out());
    assertEquals(21, json.at("/data/members/2/own/handover/lacks_seconds").asLong());
    assertTrue(json.at("/data/members/0/own/handover/left_seconds").isNull());
  }

  @Test
  void howMuchOfItsShareANodeHasFetchedThatIsJoiningIsToldAndThenThatItMayBeCommitted() {
    n1.says("/ops/status", Statuses.joining("n1", 120, 781, "40"));
    List<Endpoint> known = List.of(n1.endpoint());

    Typed health = Typed.command(known, "health");
    JsonNode json = read(Typed.command(known, "ring", "status", "-o", "json").out());

    assertTrue(
        health
            .out()
            .contains(
                "n1 is joining and has fetched 120 of the 781 partitions that it will own,"
                    + " time left 40s."),
        health.out());
    assertEquals(120, json.at("/data/members/0/own/handover/ahead/fetched").asInt());

    n1.says("/ops/status", Statuses.joining("n1", 781, 781, "0"));

    Typed status = Typed.command(known, "ring", "status");
    assertTrue(
        status.out().contains("has fetched all 781 partitions that it will own."), status.out());
    assertTrue(status.out().contains("Next: ./kassa ring plan"), status.out());
  }

  @Test
  void whoTakesOverAndDoesNotAnswerIsNamed() {
    n1.says("/ops/status", Statuses.handingOver("n1", "2026-03-01T19:28:37Z"));

    Typed health = Typed.command(List.of(n1.endpoint()), "health");

    assertTrue(
        health.out().contains("changed: n3 lacks some and does not answer here;"), health.out());
  }

  @Test
  void whatWaitsForANodeIsShownWithHowLongItTakes() {
    n1.says("/ops/status", draining("n1", 60, "40.0", "2"));
    n2.says("/ops/status", draining("n2", 58, "20.0", "3"));
    List<Endpoint> both = List.of(n1.endpoint(), n2.endpoint());

    Typed moving = Typed.command(both, "ring", "status");
    n1.says(
        "/ops/status",
        draining("n1", 10_000, "40.0", "250")
            .replace("hints_per", "hints_capped\":true,\"hints_per"));
    Typed many = Typed.command(both, "ring", "status");
    n1.says("/ops/status", draining("n1", 60, "40.0", "2"));
    n2.says("/ops/status", draining("n2", 58, "0", "null"));
    Typed still = Typed.command(both, "ring", "status");
    JsonNode json = read(Typed.command(both, "ring", "status", "-o", "json").out());

    assertTrue(
        moving.out().contains("  118 hints for n3 leave at 60 a second, time left 3s\n"),
        moving.out());
    assertTrue(
        still.out().contains("  118 hints for n3 leave at 40 a second, time left unknown\n"),
        still.out());
    assertTrue(
        many.out().contains("  10058+ hints for n3 leave at 60 a second, time left over 4m10s\n"),
        many.out());
    assertEquals("n3", json.at("/data/waiting/0/for").asText());
    assertTrue(json.at("/data/waiting/0/seconds_left").isNull());
  }

  @Test
  void aNodeAloneIsUnhealthyAndSaysWhatBecomesOfOrders() {
    n1.says("/ops/status", alone().replace("{\"reachable\":true}", "{\"reachable\":false}"));
    List<Endpoint> known = List.of(n1.endpoint(), nobody(), nobody());

    Typed typed = Typed.command(known, "health");

    assertTrue(typed.out().contains("Orders are refused with 503 (W=2, 1 in sight)"), typed.out());
    assertEquals(Exit.UNHEALTHY.code(), typed.exit());
  }

  @Test
  void aNodeAloneWithTheArchiveIsDegradedAndSaysWhatItLeansOn() {
    n1.says("/ops/status", alone());
    List<Endpoint> known = List.of(n1.endpoint(), nobody(), nobody());

    Typed typed = Typed.command(known, "health", "--strict");

    assertTrue(typed.out().contains("Orders are accepted (W=2);"), typed.out());
    assertTrue(typed.out().contains("By n1 with the archive as the last place"), typed.out());
    assertEquals(Exit.DEGRADED.code(), typed.exit());
  }

  @Test
  void oneViewAloneStillShowsEveryMember() {
    n1.says("/ops/status", Statuses.well("n1", "2026-03-01T19:28:37Z", 0));

    Typed typed =
        Typed.command(List.of(), "ring", "status", "-e", n1.endpoint().toString(), "-o", "json");

    JsonNode json = read(typed.out());
    assertEquals("kassa.ring.status/v1", json.path("schema").asText());
    assertEquals("n1", json.path("node").asText());
    assertEquals("2026-03-01T19:31:49Z", json.path("generated_at").asText());
    assertEquals(3, json.path("data").path("members").size());
    assertTrue(json.path("data").path("members").path(2).path("up").asBoolean());
  }

  @Test
  void theEnvironmentNamesEndpointsAndTheOptionOverridesIt() {
    n1.says("/ops/status", Statuses.well("n1", "2026-03-01T19:28:37Z", 0));
    Map<String, String> named = Map.of("KASSA_ENDPOINTS", n1.endpoint().toString());
    Map<String, String> wrong = Map.of("KASSA_ENDPOINTS", "nonsense");

    assertEquals(Exit.OK.code(), Typed.command(List.of(), named, "health").exit());
    assertEquals(Exit.USAGE.code(), Typed.command(List.of(), wrong, "health").exit());
    assertEquals(
        Exit.OK.code(),
        Typed.command(List.of(), wrong, "health", "-e", n1.endpoint().toString()).exit());
  }

  @Test
  void nobodyReachableIsNamedWithReasons() {
    Typed typed = Typed.command(List.of(nobody()), "ring", "status");

    assertEquals(Exit.NOBODY_REACHABLE.code(), typed.exit());
    assertTrue(typed.err().contains("refuses connections"), typed.err());
  }

  @Test
  void whatIsNoNodeIsNotBelieved() {
    n1.says("/ops/status", "{\"hello\":\"I am something else\"}");

    Typed typed = Typed.command(List.of(n1.endpoint()), "ring", "status");

    assertEquals(Exit.NOBODY_REACHABLE.code(), typed.exit());
    assertTrue(typed.err().contains("something else than a Kassa node"), typed.err());
  }

  @Test
  void wrongUsageEndsWithTwo() {
    assertEquals(Exit.USAGE.code(), Typed.command(List.of(), "ring").exit());
    assertEquals(Exit.USAGE.code(), Typed.command(List.of(), "ring", "statsu").exit());
    assertEquals(Exit.USAGE.code(), Typed.command(List.of(), "health", "-e", "nohost").exit());
    assertEquals(Exit.USAGE.code(), Typed.command(List.of(), "health", "--timeout", "3").exit());
  }

  @Test
  void whoComesAndGoesIsShownBesideTheMembersAndWhatIsHandedOver() {
    List<Endpoint> known = ringWithoutN3();
    List<String> seats =
        List.of("n1 up", "n2 up", "n3 leaving", "n4 joining", "n5 left", "n6 dead");
    n1.says("/ops/ring/roster", Rosters.roster("n1", seats, "n1 n2"));
    n2.says("/ops/ring/roster", Rosters.roster("n2", seats, "n2"));

    Typed narrow = Typed.command(known, "ring", "status");
    Typed wide = Typed.command(known, "ring", "status", "-o", "wide");
    JsonNode json = read(Typed.command(known, "ring", "status", "-o", "json").out());

    assertTrue(narrow.out().contains("DL  n3 "), narrow.out());
    assertTrue(narrow.out().contains("UJ  n4    h:8084"), narrow.out());
    assertFalse(narrow.out().contains("n5"), narrow.out());
    assertTrue(
        narrow
            .out()
            .contains(
                "\nhanding over: n2 lacks what was stored before the ring changed"
                    + " (1 of 2 nodes have all)\n"),
        narrow.out());
    assertFalse(narrow.out().contains("DIFFER"), narrow.out());
    assertTrue(wide.out().contains("--") && wide.out().contains("n6    h:8086"), wide.out());
    assertTrue(json.at("/data/roster/agreed").asBoolean());
    assertEquals("joining", json.at("/data/roster/seats/3/phase").asText());
    assertEquals("[\"n2\"]", json.at("/data/roster/lacking").toString());
    assertEquals(3, json.at("/data/members").size());
  }

  @Test
  void nodesThatKnowDifferentRostersAreNamed() {
    List<Endpoint> known = ringWithoutN3();
    n1.says("/ops/ring/roster", Rosters.roster("n1", List.of("n1 up", "n2 up", "n3 up"), ""));
    n2.says("/ops/ring/roster", Rosters.roster("n2", List.of("n1 up", "n2 up", "n3 dead"), ""));

    Typed typed = Typed.command(known, "ring", "status", "-o", "wide");

    assertTrue(
        typed.out().contains("\nrosters DIFFER: n1 | n2; they merge when these nodes reach"),
        typed.out());
    assertTrue(typed.out().contains("D-  n3 "), typed.out());
  }

  private static String draining(String node, int hints, String perSecond, String secondsLeft) {
    return Statuses.withoutN3(node, "2026-03-01T19:28:37Z", 4, hints)
        .replace("\"reachable\":false", "\"reachable\":true")
        .replace(
            "\"hints\":" + hints + ",",
            "\"hints\":%d,\"hints_per_second\":%s,\"hints_seconds_left\":%s,"
                .formatted(hints, perSecond, secondsLeft));
  }

  private static String alone() {
    return Statuses.withoutN3("n1", "2026-03-01T19:28:37Z", 0, 3)
        .replaceFirst("\"owns\":0.336,\"reachable\":true", "\"owns\":0.336,\"reachable\":false");
  }

  private List<Endpoint> ringWithoutN3() {
    n1.says("/ops/status", Statuses.withoutN3("n1", "2026-03-01T19:28:37Z", 4, 60));
    n2.says("/ops/status", Statuses.withoutN3("n2", "2026-03-01T19:28:38Z", 6, 58));
    return List.of(n1.endpoint(), n2.endpoint(), nobody());
  }

  /** An endpoint where nobody listens any more. */
  private static Endpoint nobody() {
    FakeNode gone = new FakeNode();
    gone.close();
    return gone.endpoint();
  }

  private static JsonNode read(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (com.fasterxml.jackson.core.JsonProcessingException notJson) {
      throw new AssertionError(json, notJson);
    }
  }
}
