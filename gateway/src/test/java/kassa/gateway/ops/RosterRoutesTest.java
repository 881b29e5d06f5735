package kassa.gateway.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import kassa.gateway.http.Reply;
import kassa.gateway.http.Request;
import kassa.gateway.http.RouteTable;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.HybridTime;
import kassa.ring.Incarnation;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.placement.Partition;
import kassa.ring.roster.RosterChange;
import kassa.ring.store.FactScan;
import kassa.ring.store.KeyFacts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RosterRoutesTest {
  private static final String JOIN_N4 =
      """
      {"change":"join","node":"n4","zone":"z4","http":"h:8084","management":"h:7629","salt":7}""";

  private final FakeMembership ring = new FakeMembership(3);
  private final Disk disk = new Disk();

  @Test
  void theRosterNamesEverybodyAndWhoTheNodeIs() {
    JsonNode json = json(get("/ops/ring/roster", Map.of()));

    assertEquals("n1", json.path("node").asText());
    assertEquals("demo", json.path("ring").asText());
    assertEquals("cafe.1", json.path("agreement").asText());
    assertEquals(
        "{\"node\":\"n1\",\"zone\":\"z1\",\"http\":\"h:8081\",\"management\":\"h:7626\"}",
        json.path("self").toString());
    assertEquals(
        "{\"node\":\"n3\",\"zone\":\"z3\",\"http\":\"h:8083\",\"management\":\"h:7628\","
            + "\"phase\":\"up\",\"generation\":\"1.00000000\",\"reachable\":false}",
        json.at("/seats/2").toString());
    assertEquals("[]", json.path("past").toString());
    assertEquals("[]", json.path("lack").toString());
    assertEquals("[\"n1\",\"n2\",\"n3\"]", json.path("have_all").toString());
  }

  @Test
  void whatIsNotHandedOverYetIsShownWithWhoLacksIt() {
    change(JOIN_N4);
    change("{\"change\":\"bring_up\",\"node\":\"n4\"}");
    ring.hears("caught-up n2");

    JsonNode json = json(get("/ops/ring/roster", Map.of()));

    assertEquals("[\"n1\",\"n2\",\"n3\"]", json.at("/past/0/nodes").toString());
    assertEquals("[\"n1\",\"n3\",\"n4\"]", json.path("lack").toString());
    assertEquals("[\"n2\"]", json.path("have_all").toString());
  }

  @Test
  void aNodeJoinsAndIsBroughtUp() {
    Reply joined = change(JOIN_N4);
    Reply up = change("{\"change\":\"bring_up\",\"node\":\"n4\"}");

    assertEquals(200, joined.status());
    assertEquals("changed", json(joined).path("outcome").asText());
    assertEquals("joining", json(joined).at("/seat/phase").asText());
    assertEquals("1.00000007", json(joined).at("/seat/generation").asText());
    assertEquals("up", json(up).at("/seat/phase").asText());
    assertTrue(ring.eras().current().descriptor().nodes().contains(new NodeId("n4")));
  }

  @Test
  void whatTheRingRefusesIsAConflictWithItsReason() {
    change("{\"change\":\"declare_dead\",\"node\":\"n3\"}");

    Reply reply = change("{\"change\":\"leave\",\"node\":\"n2\"}");

    assertEquals(409, reply.status());
    assertEquals("refused", json(reply).path("outcome").asText());
    assertEquals(
        "only 2 nodes are up, and with fewer than 3 nobody may go",
        json(reply).path("why").asText());
  }

  @Test
  void aNodeThatNobodyKnowsIsNotFoundAndNothingIsChanged() {
    Reply reply = change("{\"change\":\"leave\",\"node\":\"n9\"}");

    assertEquals(404, reply.status());
    assertEquals("unknown", json(reply).path("outcome").asText());
    assertEquals(404, get("/ops/ring/plan", Map.of("leave", "n9")).status());
    assertEquals(List.of(), ring.changes);
  }

  @Test
  void aDiskThatDoesNotAnswerLeavesItOpenAndOneThatFailsDoesNot() {
    ring.failure = Optional.of(new TimeoutException());
    Reply late = change("{\"change\":\"leave\",\"node\":\"n2\"}");
    ring.failure = Optional.of(new IOException("broken"));
    Reply failed = change("{\"change\":\"leave\",\"node\":\"n2\"}");

    assertEquals(504, late.status());
    assertEquals("uncertain", json(late).path("outcome").asText());
    assertEquals(503, failed.status());
    assertEquals("failed", json(failed).path("outcome").asText());
  }

  @Test
  void allMistakesAreNamedAtOnce() {
    Reply reply =
        change(
            "{\"change\":\"join\",\"node\":\"N 4\",\"zone\":\"\",\"http\":\"h\",\"salt\":\"x\"}");

    assertEquals(400, reply.status());
    assertEquals("invalid", json(reply).path("outcome").asText());
    String mistakes = json(reply).path("mistakes").toString();
    for (String part : List.of("node:", "zone:", "http:", "management:", "salt:")) {
      assertTrue(mistakes.contains(part), mistakes);
    }
    assertEquals(5, json(reply).path("mistakes").size(), mistakes);
    assertEquals(List.of(), ring.changes);
  }

  @ParameterizedTest
  @CsvSource({"{}", "[]", "nonsense", "{\"change\":\"explode\"}", "''"})
  void whatIsNoChangeIsRefused(String body) {
    assertEquals(400, change(body).status());
    assertEquals(List.of(), ring.changes);
  }

  @Test
  void aPlanMovesNothingAndShowsWhatWouldMove() {
    change(JOIN_N4);
    disk.fill(300);
    List<RosterChange> before = List.copyOf(ring.changes);

    Reply reply = get("/ops/ring/plan", Map.of("bring_up", "n4"));

    JsonNode json = json(reply);
    assertEquals(200, reply.status());
    assertEquals("planned", json.path("outcome").asText());
    assertEquals(before, ring.changes);
    double after = 0;
    long coming = 0;
    long facts = 0;
    for (JsonNode node : json.path("nodes")) {
      after += node.path("after").asDouble();
    }
    for (JsonNode move : json.path("moves")) {
      assertEquals("[\"n4\"]", move.path("coming").toString());
      assertEquals(1, move.path("going").size());
      assertEquals(disk.in(move.path("partition").asInt()), move.path("facts").asLong(-1));
      assertEquals(3 * move.path("facts").asLong(), move.path("bytes").asLong(-1));
      coming++;
      facts += move.path("facts").asLong();
    }
    assertEquals(1.0, after, 1e-9);
    assertTrue(coming > 0 && coming < Partition.COUNT, "moves: " + coming);
    assertTrue(facts > 0, "facts: " + facts);
    JsonNode n4 = json.at("/nodes/3");
    assertEquals("n4", n4.path("node").asText());
    assertEquals(0.0, n4.path("before").asDouble(-1));
    assertEquals(facts, n4.path("facts").asLong());
    assertEquals(3 * facts, n4.path("bytes").asLong());
  }

  @Test
  void aLargeDiskIsNotCountedToTheEnd() {
    change(JOIN_N4);
    disk.fill(2 * RosterDesk.MOST_KEYS);

    JsonNode moves = json(get("/ops/ring/plan", Map.of("bring_up", "n4"))).path("moves");

    long counted =
        IntStream.range(0, moves.size())
            .filter(i -> moves.get(i).path("facts").isIntegralNumber())
            .count();
    assertTrue(counted > 0 && counted < moves.size(), counted + " of " + moves.size());
    assertTrue(disk.visited < RosterDesk.MOST_KEYS + 1_000, "visited: " + disk.visited);
  }

  @Test
  void onlyAnOwnerCounts() {
    FakeMembership five = new FakeMembership(5);
    disk.fill(100);

    JsonNode moves =
        json(routes(five)
                .handle(request("GET", "/ops/ring/plan", Map.of("leave", "n2"), ""))
                .toCompletableFuture()
                .join())
            .path("moves");

    boolean[] kinds = new boolean[2];
    for (JsonNode move : moves) {
      boolean owner =
          five.eras()
              .placement()
              .of(new Partition(move.path("partition").asInt()))
              .owners()
              .contains(new NodeId("n1"));
      assertEquals(owner, move.path("facts").isIntegralNumber());
      kinds[owner ? 1 : 0] = true;
    }
    assertTrue(kinds[0] && kinds[1], "both kinds are there");
  }

  @Test
  void aReplacementIsPlannedAsAWholeAndARefusalIsOneHere() {
    change(JOIN_N4);

    JsonNode replaced = json(get("/ops/ring/plan", Map.of("bring_up", "n4", "declare_dead", "n3")));
    Reply tooMany = get("/ops/ring/plan", Map.of("leave", "n1,n2"));
    Reply none = get("/ops/ring/plan", Map.of());

    for (JsonNode move : replaced.path("moves")) {
      assertEquals("[\"n4\"]", move.path("coming").toString());
      assertEquals("[\"n3\"]", move.path("going").toString());
    }
    assertEquals(Partition.COUNT, replaced.path("moves").size());
    assertEquals(409, tooMany.status());
    assertEquals(400, none.status());
  }

  private Reply change(String body) {
    return routes(ring)
        .handle(request("POST", "/ops/ring/changes", Map.of(), body))
        .toCompletableFuture()
        .join();
  }

  private Reply get(String path, Map<String, String> parameters) {
    return routes(ring).handle(request("GET", path, parameters, "")).toCompletableFuture().join();
  }

  private RouteTable routes(FakeMembership membership) {
    return new RosterRoutes(new RosterDesk(membership, disk), Runnable::run)
        .addTo(new RouteTable());
  }

  private static Request request(
      String method, String path, Map<String, String> parameters, String body) {
    return new Request(method, path, parameters, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode json(Reply reply) {
    try {
      return new ObjectMapper().readTree(reply.body());
    } catch (IOException noJson) {
      throw new AssertionError(new String(reply.body(), StandardCharsets.UTF_8), noJson);
    }
  }

  /** Orders of one fact of three bytes each. */
  private static final class Disk implements FactScan {
    private final Map<Partition, TreeSet<Key>> keys =
        new TreeMap<>(Comparator.comparing(Partition::number));
    private long visited;

    void fill(int orders) {
      for (int i = 0; i < orders; i++) {
        Key key = new Key("ord_" + i);
        keys.computeIfAbsent(Partition.of(key), none -> new TreeSet<>()).add(key);
      }
    }

    long in(int partition) {
      return keys.getOrDefault(new Partition(partition), new TreeSet<>()).size();
    }

    @Override
    public FactSet read(Key key) {
      Dot dot = new Dot(new Incarnation(new NodeId("n1"), 1, 1), 1);
      return FactSet.of(
          List.of(new Fact(key, dot, HybridTime.ofMillis(1), "placed", new byte[] {1, 2, 3})));
    }

    @Override
    public void scan(Partition partition, @Nullable Key after, Predicate<KeyFacts> visit) {
      for (Key key : keys.getOrDefault(partition, new TreeSet<>())) {
        visited++;
        if (!visit.test(new KeyFacts(key, read(key)))) {
          return;
        }
      }
    }
  }
}
