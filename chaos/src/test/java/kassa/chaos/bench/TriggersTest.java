package kassa.chaos.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Year;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import kassa.chaos.lab.LabFailure;
import kassa.gateway.console.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All triggers, short ones, against nodes that only answer. How soon they do is not asserted. */
@Timeout(120)
class TriggersTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final TriggerPlan PLAN =
      new TriggerPlan(
          new Peak.Search(50, SHORT, SHORT), SHORT, SHORT, SHORT, Duration.ZERO, SECOND);

  private final List<String> happened = new ArrayList<>();
  private final List<FakeShopServer> nodes = new ArrayList<>();

  @AfterEach
  void close() {
    nodes.forEach(FakeShopServer::close);
  }

  @Test
  void eachTriggerIsPulledAndWhatItBrokeIsStartedAgain() throws InterruptedException {
    TriggerReport report = run(new FakeRing(asked -> 201));

    assertEquals(
        List.of(
            "kill n4",
            "kill n5",
            "start [n4, n5]",
            "kill cassandra",
            "start [cassandra]",
            "kill cassandra",
            "kill acquirer",
            "kill n1",
            "kill n2",
            "kill n3",
            "kill n4",
            "kill n5",
            "start [cassandra, acquirer, n1, n2, n3, n4, n5]"),
        happened);
    assertEquals(
        List.of(Trigger.values()), report.results().stream().map(TriggerResult::trigger).toList());
    assertTrue(report.anythingWorked());
  }

  @Test
  void theBurstIsTenfoldAndNoneOfItsAnswersCount() throws InterruptedException {
    TriggerReport report = run(new FakeRing(asked -> asked.key().contains("-burst-") ? 503 : 201));

    TriggerResult burst = report.results().get(0);
    assertEquals((int) Math.floor(0.7 * report.peak()), burst.rate());
    assertEquals(Schedule.steady(9 * burst.rate(), SHORT).total(), burst.burst());
    assertEquals(
        burst.burst(),
        nodes.stream()
            .flatMap(node -> node.asked().stream())
            .filter(asked -> asked.key().contains("-on-top-"))
            .count());
    assertEquals(List.of(0), burst.comeback().after());
    assertFalse(report.claims().get(0).met());
    assertEquals(0, report.results().get(1).burst());
  }

  @Test
  void tableAndJsonTellTheSame() throws InterruptedException {
    TriggerReport report = run(new FakeRing(asked -> 201));

    String text = String.join("\n", report.lines());
    JsonNode json = report.json();

    assertTrue(text.contains("a fake ring"), text);
    assertEquals(4, text.lines().filter(line -> line.matches("(NOT )?met .*")).count(), text);
    assertEquals(4, json.path("claims").size());
    assertEquals(
        List.of("burst", "two-nodes-lost", "cassandra-stopped", "cold-restart"),
        json.path("triggers").findValuesAsText("name"));
    assertEquals(1, json.at("/triggers/0/good_by_second_after").size());
    assertEquals(report.peak(), json.path("peak_per_second").asDouble());
    assertEquals(
        0.9 * report.results().get(1).rate(),
        json.at("/triggers/1/asked_per_second").asDouble(),
        1e-9);
  }

  @Test
  void whatDoesNotComeUpEndsTheBench() {
    FakeRing ring =
        new FakeRing(asked -> 201) {
          @Override
          public void start(List<String> names) {
            throw new LabFailure(names + " is not ready");
          }
        };

    assertEquals("[n4, n5] is not ready", assertThrows(LabFailure.class, () -> run(ring)).words());
  }

  @Test
  void aRingThatDoesNothingIsNotHurtAsWell() throws InterruptedException {
    TriggerReport report = run(new FakeRing(asked -> 503));

    assertFalse(report.anythingWorked());
    assertEquals(List.of(), happened);
  }

  private static TriggerReport run(Subject ring) throws InterruptedException {
    return Triggers.run(ring, PLAN, "sk_test_demo", "run1", Year.of(2026), line -> {});
  }

  private class FakeRing implements Subject {
    FakeRing(FakeShopServer.Conduct conduct) {
      IntStream.range(0, 5)
          .forEach(
              i ->
                  nodes.add(
                      new FakeShopServer(
                          asked -> asked.isBeyondThePeak() ? 503 : conduct.status(asked))));
    }

    @Override
    public String description() {
      return "a fake ring";
    }

    @Override
    public List<String> nodes() {
      return List.of("n1", "n2", "n3", "n4", "n5");
    }

    @Override
    public List<Endpoint> merchantEndpoints() {
      return nodes.stream().map(FakeShopServer::endpoint).toList();
    }

    @Override
    public Map<String, Long> processes() {
      Map<String, Long> processes = new LinkedHashMap<>();
      processes.put("cassandra", ProcessHandle.current().pid());
      processes.put("acquirer", ProcessHandle.current().pid());
      nodes().forEach(node -> processes.put(node, ProcessHandle.current().pid()));
      return processes;
    }

    @Override
    public void kill(String name) {
      happened.add("kill " + name);
    }

    @Override
    public void start(List<String> names) {
      happened.add("start " + names);
    }

    @Override
    public OptionalLong hintsFor(String node) {
      return OptionalLong.of(0);
    }
  }
}
