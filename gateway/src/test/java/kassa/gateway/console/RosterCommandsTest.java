package kassa.gateway.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RosterCommandsTest {
  private static final String ROSTER = "/ops/ring/roster";
  private static final String CHANGES = "/ops/ring/changes";
  private static final String CHANGED = "{\"node\":\"n1\",\"outcome\":\"changed\"}";

  private final FakeNode n1 = new FakeNode();
  private final FakeNode n2 = new FakeNode();
  private final FakeNode n4 = new FakeNode();
  private final List<String> questions = new ArrayList<>();
  private List<String> earlier = List.of();
  private boolean yes;

  @BeforeEach
  void aRingOfThree() {
    n4.says(ROSTER, Rosters.roster("n4", List.of("n1 up", "n2 up", "n3 up"), ""));
    n1.says(CHANGES, CHANGED);
    knows("n1 up", "n2 up", "n3 up");
  }

  @AfterEach
  void close() {
    n1.close();
    n2.close();
    n4.close();
  }

  @Test
  void aNewNodeSaysWhoItIsAndTheFirstNodeThatAnswersIsToldIt() {
    after(n1, "join", "n1 up", "n2 up", "n3 up", "n4 joining");

    Typed typed = kassa("node", "join", n4.endpoint().toString());

    assertEquals(
        """
        n4 is joining.
        OK  Known by n1, n2.
        Next: ./kassa ring plan
        """,
        typed.out());
    assertEquals(Exit.OK.code(), typed.exit());
    JsonNode told = json(told(n1).get(0));
    assertEquals("join", told.path("change").asText());
    assertEquals("n4", told.path("node").asText());
    assertEquals("z4", told.path("zone").asText());
    assertEquals("h:8084", told.path("http").asText());
    assertEquals("h:7624", told.path("management").asText());
    assertTrue(told.path("salt").isInt(), told.toString());
    assertEquals(List.of(), told(n2));
  }

  @Test
  void whoKnowsAnotherRosterOrEraOrSaysNothingDoesNotAgree() {
    OpsHttpClient ops = new OpsHttpClient(Duration.ofSeconds(5));
    List<Endpoint> all = List.of(n1.endpoint(), n2.endpoint(), n4.endpoint());
    List<String> ring = List.of("n1 up", "n2 up", "n3 up");
    knows("n1 up", "n2 up", "n3 up");
    assertEquals(List.of(List.of("n1", "n2", "n4")), ops.agreeing(all));

    n2.says(ROSTER, Rosters.roster("n2", List.of("n1 up", "n2 up", "n3 dead"), ""));
    n4.says(ROSTER, Rosters.roster("n4", ring, "").replace("\"e3\"", "\"e4\""));
    assertEquals(List.of(List.of("n1"), List.of("n2"), List.of("n4")), ops.agreeing(all));

    n2.says(ROSTER, 503, "");
    n4.says(ROSTER, Rosters.roster("n4", ring, ""));
    assertEquals(
        List.of(List.of("n1", "n4"), List.of(n2.endpoint().toString())), ops.agreeing(all));
  }

  @Test
  void theNextNodeIsToldTheSameWhenOneIsSilent() {
    n1.says(CHANGES, 503, "{\"outcome\":\"failed\"}");
    n2.says(CHANGES, CHANGED);
    after(n2, "join", "n1 up", "n2 up", "n3 up", "n4 joining");

    Typed typed = kassa("node", "join", n4.endpoint().toString());

    assertEquals(Exit.OK.code(), typed.exit(), typed.err());
    assertEquals(told(n1), told(n2));
    assertEquals(1, told(n2).size());
  }

  @Test
  void aNodeThatMayHaveForgottenIsNotTheFirstThatIsToldOfItself() {
    n1.says(CHANGES, "{\"node\":\"n1\",\"outcome\":\"refused\",\"why\":\"n1 is up already\"}");
    n2.says(CHANGES, CHANGED);
    n2.says(ROSTER, roster("n2", "n1 left", "n2 up", "n3 up"));
    after(n2, "join", "n1 joining", "n2 up", "n3 up");

    Typed typed = kassa("node", "join", n1.endpoint().toString());

    assertEquals(Exit.OK.code(), typed.exit(), typed.err());
    assertEquals(List.of(), told(n1));
    assertEquals(1, told(n2).size());
  }

  @Test
  void whoDoesNotKnowOfItYetIsNamed() {
    n1.says(ROSTER, roster("n1", "n1 up", "n2 up", "n3 up", "n4 joining"));

    Typed typed = kassa("node", "join", n4.endpoint().toString(), "--timeout", "300ms", "--strict");
    JsonNode json =
        json(
            kassa("node", "join", n4.endpoint().toString(), "--timeout", "300ms", "-o", "json")
                .out());

    assertTrue(typed.out().contains("DEGRADED  Known by n1. Not yet by n2."), typed.out());
    assertTrue(typed.out().contains("on one disk until then"), typed.out());
    assertEquals(Exit.DEGRADED.code(), typed.exit());
    assertEquals("kassa.ring.change/v1", json.path("schema").asText());
    assertEquals("join", json.at("/data/changes/0/change").asText());
    assertEquals("[\"n2\"]", json.at("/data/not_yet_by").toString());
  }

  @Test
  void aNodeOfAnotherRingOrSecretIsNotTakenIn() {
    n4.says(ROSTER, Rosters.roster("n4", List.of("n1 up"), "").replace("\"cafe.1\"", "\"cafe.2\""));

    Typed typed = kassa("node", "join", n4.endpoint().toString());

    assertEquals(Exit.REFUSED.code(), typed.exit());
    assertTrue(typed.err().contains("another ring section or secret"), typed.err());
    assertEquals(List.of(), told(n1));
  }

  @Test
  void aNodeThatDoesNotAnswerIsNotTakenInAndADryRunTellsNobody() {
    Typed dry = kassa("node", "join", n4.endpoint().toString(), "--dry-run");
    n4.says(ROSTER, 500, "");
    Typed silent = kassa("node", "join", n4.endpoint().toString());

    assertEquals(
        "n4 (zone z4, http h:8084, management h:7624) would be joining; it would own nothing yet.\n",
        dry.out());
    assertEquals(Exit.NOBODY_REACHABLE.code(), silent.exit());
    assertTrue(silent.err().contains(n4.endpoint().toString()), silent.err());
    assertEquals(List.of(), told(n1));
  }

  @Test
  void aPlanAddsUpWhatOwnersCountAndTellsTheRestFromIt() {
    knows("n1 up", "n2 up", "n3 up", "n4 joining");
    String path = "/ops/ring/plan?bring_up=n4";
    n1.says(
        path,
        plan(
            "n1",
            move(1, "n2", "10", "2000000"),
            move(2, "n1", "12", "3000000"),
            move(3, "n2", "null", "null")));
    n2.says(
        path,
        plan(
            "n2",
            move(1, "n2", "9", "1900000"),
            move(2, "n1", "null", "null"),
            move(3, "n2", "null", "null")));

    n2.says("/ops/status", Statuses.joining("n4", 1, 3, "9"));
    Typed typed = kassa("ring", "plan");
    JsonNode json = json(kassa("ring", "plan", "-o", "json").out());

    assertEquals(
        """
        NODE   OWNS   THEN  PARTITIONS IN  OUT  FACTS IN      SIZE
        n1    50.0%  40.0%              0    1        ~0      ~0 B
        n2    50.0%  30.0%              0    2        ~0      ~0 B
        n4     0.0%  30.0%              3    0       ~33  ~7.2 MiB
        OK  3 of 1024 partitions get other owners; to hand over: ~33 facts, ~7.2 MiB. n4 is joining and has fetched 1 of the 3 partitions that it will own, time left 9s.
        Next: ./kassa ring commit
        """,
        typed.out());
    assertEquals("kassa.ring.plan/v1", json.path("schema").asText());
    assertEquals(10, json.at("/data/moves/0/facts").asInt());
    assertTrue(json.at("/data/moves/2/facts").isNull());
    assertEquals(3, json.at("/data/nodes/2/partitions_in").asInt());
    assertEquals(33, json.at("/data/nodes/2/facts_in").asInt());
    assertEquals("bring_up", json.at("/data/changes/0/change").asText());
    assertEquals(List.of(), told(n1));
  }

  @Test
  void aNodeThatComputesAnotherPlanIsNamed() {
    knows("n1 up", "n2 up", "n3 up", "n4 joining");
    n1.says("/ops/ring/plan?bring_up=n4", plan("n1", move(1, "n2", "1", "1")));
    n2.says(
        "/ops/ring/plan?bring_up=n4",
        plan("n2", move(1, "n2", "5", "5")).replace("\"era\":\"a\"", "\"era\":\"z\""));

    Typed typed = kassa("ring", "plan", "--strict");

    assertTrue(
        typed.out().contains("to hand over: 1 facts, 1 B. By n1; n2 see another ring."),
        typed.out());
    assertEquals(Exit.DEGRADED.code(), typed.exit());
  }

  @Test
  void nobodyIsJoiningSoThereIsNothingToCommit() {
    Typed typed = kassa("ring", "commit", "--yes");

    assertEquals("OK  Nobody is joining: nothing would change.\n", typed.out());
    assertEquals(Exit.OK.code(), typed.exit());
    assertEquals(List.of(), told(n1));
  }

  @Test
  void aCommitShowsItsPlanAndAsksBack() {
    knows("n1 up", "n2 up", "n3 up", "n4 joining");
    n1.says("/ops/ring/plan?bring_up=n4", plan("n1", move(1, "n2", "1", "1")));

    Typed no = kassa("ring", "commit");
    assertEquals(List.of(), told(n1));
    yes = true;
    after(n1, "bring_up", "n1 up", "n2 up", "n3 up", "n4 up");
    Typed done = kassa("ring", "commit");

    assertEquals(Exit.REFUSED.code(), no.exit());
    assertTrue(no.err().contains("Nothing is changed"), no.err());
    assertTrue(no.out().contains("OK  1 of 1024 partitions get other owners"), no.out());
    assertEquals("Give a share to n4?", questions.get(0));
    assertEquals(Exit.OK.code(), done.exit(), done.err());
    assertTrue(done.out().contains("n4 is up.\nOK  Known by n1, n2.\n"), done.out());
    assertEquals(List.of("{\"change\":\"bring_up\",\"node\":\"n4\"}"), told(n1));
  }

  @Test
  void whoSaysYesBeforehandIsNotAsked() {
    after(n1, "leave", "n1 up", "n2 leaving", "n3 up");

    Typed typed = kassa("node", "leave", "n2", "--yes");

    assertEquals(Exit.OK.code(), typed.exit(), typed.err());
    assertEquals(List.of("{\"change\":\"leave\",\"node\":\"n2\"}"), told(n1));
    assertEquals(List.of(), questions);
  }

  @Test
  void aDryRunOfALeaveIsItsPlan() {
    n1.says("/ops/ring/plan?leave=n2", plan("n1", move(7, "n2", "4", "40")));

    Typed typed = kassa("node", "leave", "n2", "--dry-run");

    assertTrue(typed.out().contains("to hand over: 4 facts, 40 B."), typed.out());
    assertTrue(typed.out().contains("without --dry-run"), typed.out());
    assertEquals(List.of(), told(n1));
  }

  @Test
  void declaringALivingNodeDeadIsWarnedOf() {
    n1.says("/ops/ring/plan?", plan("n1", move(7, "n2", "4", "40")));

    assertEquals(Exit.REFUSED.code(), kassa("node", "declare-dead", "n2").exit());
    assertEquals(Exit.REFUSED.code(), kassa("node", "declare-dead", "n3").exit());

    assertEquals(
        List.of(
            "n2 lives, by n1: to take it out, let it leave. Declare n2 dead?",
            "What only the disk of n3 holds is lost with it. Declare n3 dead?"),
        questions);
  }

  @Test
  void aReplacementDeclaresDeadAndBringsUp() {
    knows("n1 up", "n2 up", "n3 up", "n4 joining");
    after(n1, "bring_up", "n1 up", "n2 up", "n3 dead", "n4 up");

    Typed typed = kassa("node", "replace", "n3", "--by", "n4", "-y");

    assertEquals(Exit.OK.code(), typed.exit(), typed.err());
    assertTrue(typed.out().startsWith("n3 counts as dead, n4 is up.\nOK"), typed.out());
    assertEquals(
        List.of(
            "{\"change\":\"declare_dead\",\"node\":\"n3\"}",
            "{\"change\":\"bring_up\",\"node\":\"n4\"}"),
        told(n1));
  }

  @Test
  void whoReplacesMustBeJoining() {
    assertEquals(Exit.NOT_FOUND.code(), kassa("node", "replace", "n3", "--by", "n4").exit());
    assertEquals(Exit.REFUSED.code(), kassa("node", "replace", "n3", "--by", "n2").exit());
    assertEquals(Exit.USAGE.code(), kassa("node", "replace", "n3").exit());
  }

  @Test
  void whatIsDoneIsSaidWhenTheRestIsRefused() {
    knows("n1 up", "n2 up", "n3 up", "n4 joining", "n5 joining");
    n1.says(
        CHANGES,
        200,
        () ->
            told(n1).size() == 1
                ? CHANGED
                : "{\"node\":\"n1\",\"outcome\":\"refused\",\"why\":\"too many\"}");

    Typed typed = kassa("ring", "commit", "-y");

    assertEquals(Exit.REFUSED.code(), typed.exit());
    assertTrue(typed.err().contains("Done before: n4 is up. n1 refuses: too many."), typed.err());
  }

  @Test
  void refusedUncertainAndUnknownHaveTheirOwnEnds() {
    n1.says(CHANGES, 409, "{\"node\":\"n1\",\"outcome\":\"refused\",\"why\":\"only 2 are up\"}");
    Typed refused = kassa("node", "leave", "n2", "-y");
    n1.says(CHANGES, 504, "{\"node\":\"n1\",\"outcome\":\"uncertain\",\"why\":\"disk\"}");
    Typed uncertain = kassa("node", "leave", "n2", "-y");
    n1.says(CHANGES, 404, "{\"node\":\"n1\",\"outcome\":\"unknown\",\"why\":\"n2\"}");
    Typed unknown = kassa("node", "leave", "n2", "-y");
    Typed nobody = kassa("node", "leave", "n9", "-y");
    n1.says(CHANGES, 504, "The answer did not come in time.\n");
    n2.says(CHANGES, 500, "");
    Typed silent = kassa("node", "leave", "n2", "-y");

    assertEquals(Exit.REFUSED.code(), refused.exit());
    assertTrue(refused.err().contains("n1 refuses: only 2 are up."), refused.err());
    assertEquals(Exit.TIMED_OUT.code(), uncertain.exit());
    assertEquals(Exit.NOT_FOUND.code(), unknown.exit());
    assertEquals(Exit.NOT_FOUND.code(), nobody.exit());
    assertEquals(Exit.NOBODY_REACHABLE.code(), silent.exit());
  }

  @Test
  void aPlanThatIsRefusedEndsBeforeAnybodyIsAsked() {
    String no = "{\"node\":\"n1\",\"outcome\":\"refused\",\"why\":\"only 2 are up\"}";
    n1.says("/ops/ring/plan?leave=n2", 409, no);
    yes = true;

    Typed typed = kassa("node", "leave", "n2");

    assertEquals(Exit.REFUSED.code(), typed.exit());
    assertEquals(List.of(), questions);
    assertEquals(List.of(), told(n1));
  }

  @Test
  void everyVerbHasHelpAndIsCompleted() {
    String script = Typed.command(List.of(), "completion", "bash").out();
    for (String verb : Set.of("join", "leave", "declare-dead", "replace")) {
      Typed help = Typed.command(List.of(), "node", verb, "--help");
      assertEquals(Exit.OK.code(), help.exit());
      assertTrue(help.out().contains("--timeout"), help.out());
      assertTrue(script.contains(verb), verb);
    }
    assertEquals(Exit.OK.code(), Typed.command(List.of(), "ring", "commit", "--help").exit());
  }

  private Typed kassa(String... words) {
    return Typed.command(
        List.of(n1.endpoint(), n2.endpoint()),
        Map.of(),
        question -> {
          questions.add(question);
          return yes;
        },
        words);
  }

  private void knows(String... seats) {
    earlier = List.of(seats);
    n1.says(ROSTER, roster("n1", seats));
    n2.says(ROSTER, roster("n2", seats));
  }

  /** Once a node was told a change, both know this. */
  private void after(FakeNode told, String change, String... seats) {
    List<String> before = earlier;
    Supplier<List<String>> now =
        () -> told(told).stream().anyMatch(body -> body.contains(change)) ? List.of(seats) : before;
    n1.says(ROSTER, 200, () -> Rosters.roster("n1", now.get(), ""));
    n2.says(ROSTER, 200, () -> Rosters.roster("n2", now.get(), ""));
  }

  private static String roster(String node, String... seats) {
    return Rosters.roster(node, List.of(seats), "");
  }

  /** What a node was told to change. */
  private static List<String> told(FakeNode node) {
    return node.asked().stream()
        .filter(asked -> asked.method().equals("POST") && asked.path().equals(CHANGES))
        .map(FakeNode.Asked::body)
        .toList();
  }

  private static String plan(String node, String... moves) {
    return """
        {"node":"%s","outcome":"planned","era":"a","next":"b","partitions":1024,
         "nodes":[{"node":"n1","before":0.5,"after":0.4},{"node":"n2","before":0.5,"after":0.3},
                  {"node":"n4","before":0.0,"after":0.3}],
         "moves":[%s]}
        """
        .formatted(node, String.join(",", moves));
  }

  private static String move(int partition, String going, String facts, String bytes) {
    return "{\"partition\":%d,\"coming\":[\"n4\"],\"going\":[\"%s\"],\"facts\":%s,\"bytes\":%s}"
        .formatted(partition, going, facts, bytes);
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException notJson) {
      throw new AssertionError(text, notJson);
    }
  }
}
