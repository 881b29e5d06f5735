package kassa.gateway.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ArchiveCommandsTest {
  private static final String VERIFY = "/ops/archive/verify";
  private static final String REPLAY =
      "/ops/archive/replay?dry_run=false&since=2026-03-01T17:31:49Z";

  private final FakeNode n1 = new FakeNode();
  private final FakeNode n2 = new FakeNode();

  @AfterEach
  void close() {
    n1.close();
    n2.close();
  }

  @Test
  void whatIsOwedIsOnlyLateAndEveryPageIsRead() {
    n1.says(VERIFY, page("n1", 200, 600, "", "17.ord_9"));
    n1.says(VERIFY + "?from=17.ord_9", page("n1", 10, 30, gap("ord_a", "missing", true), null));
    n2.says(VERIFY, page("n2", 1, 3, "", null));

    Typed typed = archive("verify");

    assertEquals(
        """
        NODE  ORDERS  FACTS  OWED
        n1       210    630     1
        n2         1      3     0
        OK  633 copies of facts on 2 nodes, all in the archive but 1 on their way.
        """,
        typed.out());
    assertEquals(Exit.OK.code(), typed.exit());
  }

  @Test
  void whatNobodyOwesIsListedPerOrderAndEndsWithTen() {
    n1.says(VERIFY, page("n1", 1, 2, gap("ord_a", "missing", false), null));
    n2.says(VERIFY, page("n2", 1, 2, gap("ord_a", "missing", false), null));
    again(n1, "n1", "ord_a", gap("ord_a", "missing", false), "");
    again(n2, "n2", "ord_a", gap("ord_a", "missing", false), "");

    Typed typed = archive("verify");
    JsonNode json = json(archive("verify", "-o", "json"));

    assertTrue(
        typed
            .out()
            .endsWith(
                """
                ord_a  2026-03-01T19:31:07Z  placed  n1~a:1  MISSING  n1, n2
                UNHEALTHY  Facts that the archive lacks and nobody owes: 1, of orders: 1.
                Next: ./kassa archive replay --since 2026-03-01T19:31:07Z
                """),
        typed.out());
    assertEquals(Exit.UNHEALTHY.code(), typed.exit());
    assertEquals("kassa.archive.verify/v1", json.path("schema").asText());
    assertEquals("[\"n1\",\"n2\"]", json.at("/data/missing/0/held_by").toString());
  }

  @Test
  void anotherNodeMayOweItOrHaveBroughtItMeanwhile() {
    String both = gap("ord_a", "missing", false) + "," + gap("ord_b", "missing", false);
    n1.says(VERIFY, page("n1", 2, 2, both, null));
    n2.says(VERIFY, page("n2", 0, 0, "", null));
    again(n1, "n1", "ord_a", gap("ord_a", "missing", false), "");
    again(n2, "n2", "ord_a", gap("ord_a", "missing", true), "");
    again(n1, "n1", "ord_b", gap("ord_b", "missing", false), "");
    again(n2, "n2", "ord_b", "", "\"n1~a:1\"");

    assertEquals(Exit.OK.code(), archive("verify").exit());
  }

  @Test
  void twoFactsOfOneNameAreNeverOnlyLate() {
    n1.says(VERIFY, page("n1", 1, 1, gap("ord_a", "different", true), null));
    n2.says(VERIFY, page("n2", 0, 0, "", null));
    again(n1, "n1", "ord_a", gap("ord_a", "different", true), "\"n1~a:1\"");
    again(n2, "n2", "ord_a", "", "\"n1~a:1\"");

    Typed typed = archive("verify");

    assertTrue(typed.out().contains("DIFFERENT  n1"), typed.out());
    assertEquals(Exit.UNHEALTHY.code(), typed.exit());
  }

  @Test
  void aNodeThatCannotReadTheArchiveWasNotCompared() {
    n1.says(VERIFY, page("n1", 1, 1, "", null));
    n2.says(
        VERIFY,
        page("n2", 0, 0, "", null)
            .replace("{\"reachable\":true}", "{\"reachable\":false,\"why\":\"not connected\"}"));

    Typed typed = archive("verify", "--strict");

    assertTrue(typed.out().contains("reads nothing from the archive: not connected"), typed.out());
    assertEquals(Exit.DEGRADED.code(), typed.exit());
  }

  @Test
  void aReplayGoesThroughEveryPageOfEveryNodeAndWaitsWhileMuchIsOwed() {
    n1.says(REPLAY, replayed("n1", 500, 20, false, "17.ord_9"));
    n1.says(REPLAY + "&from=17.ord_9", replayed("n1", 100, 0, false, null));
    n2.says(REPLAY, replayed("n2", 0, 0, true, "0"));
    n2.says(REPLAY + "&from=0", replayed("n2", 30, 30, false, null));

    Typed typed = archive("replay", "--since", "2h");

    assertEquals(
        """
        NODE  FACTS  QUEUED
        n1      600      20
        n2       30      30
        OK  50 copies of facts are on their way to the archive.
        Next: ./kassa archive verify
        """,
        typed.out());
    assertEquals("POST", n1.asked().get(0).method());
  }

  @Test
  void aReplayNeedsATimeAndADryRunSaysWhatItWouldSend() {
    String dry = REPLAY.replace("dry_run=false", "dry_run=true");
    n1.says(dry, replayed("n1", 5, 5, false, null));
    n2.says(dry, replayed("n2", 5, 5, false, null));

    Typed typed = archive("replay", "--since", "2026-03-01T17:31:49Z", "--dry-run", "-o", "json");

    assertTrue(json(typed).at("/data/dry_run").asBoolean());
    assertEquals(5, json(typed).at("/data/nodes/1/queued").asInt());
    assertEquals(Exit.USAGE.code(), archive("replay").exit());
    assertEquals(Exit.USAGE.code(), archive("replay", "--since", "yesterday").exit());
  }

  private Typed archive(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "archive";
    System.arraycopy(words, 0, all, 1, words.length);
    return Typed.command(List.of(n1.endpoint(), n2.endpoint()), all);
  }

  private static void again(FakeNode node, String name, String key, String gaps, String archived) {
    node.says(
        VERIFY + "?key=" + key,
        page(name, 1, 1, gaps, null)
            .replace("{\"node\"", "{\"archived\":[" + archived + "],\"node\""));
  }

  private static String page(String node, int keys, int facts, String gaps, @Nullable String next) {
    return """
        {"node":"%s","archive":{"reachable":true},"keys":%d,"facts":%d,"gaps":[%s],"next":%s}"""
        .formatted(node, keys, facts, gaps, next == null ? null : "\"" + next + "\"");
  }

  private static String gap(String key, String why, boolean owed) {
    return """
        {"key":"%s","dot":"n1~a:1","kind":"placed","time":"2026-03-01T19:31:07Z","why":"%s",
         "owed":%s}"""
        .formatted(key, why, owed);
  }

  private static String replayed(
      String node, int facts, int queued, boolean waits, @Nullable String next) {
    return """
        {"node":"%s","archive":{"reachable":true},"facts":%d,"queued":%d,"waits":%s,"next":%s}"""
        .formatted(node, facts, queued, waits, next == null ? null : "\"" + next + "\"");
  }

  private static JsonNode json(Typed typed) {
    try {
      return new ObjectMapper().readTree(typed.out());
    } catch (com.fasterxml.jackson.core.JsonProcessingException notJson) {
      throw new AssertionError(typed.out(), notJson);
    }
  }
}
