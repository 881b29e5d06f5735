package kassa.chaos.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Year;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import kassa.gateway.console.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All phases, short ones, against nodes that only answer. How long they take is not asserted. */
@Timeout(60)
class BenchTest {
  private static final Duration SHORT = Duration.ofMillis(200);
  private final FakeRing ring = new FakeRing();

  @AfterEach
  void close() {
    ring.nodes.forEach(FakeShopServer::close);
  }

  @Test
  void aNodeDiesAndComesBackAndEveryCheckoutIsAccountedFor() throws InterruptedException {
    BenchPlan plan = new BenchPlan(200, SHORT, SHORT, true, SHORT, SHORT);

    BenchReport report = run(plan);

    assertEquals(
        List.of("sustained", "half", "blow", "return"),
        report.phases().stream().map(PhaseResult::name).toList());
    assertEquals(
        List.of(40L, 20L, 60L, 20L),
        report.phases().stream().map(phase -> phase.tally().due()).toList());
    assertEquals(List.of("kill n3", "start [n3]"), ring.happened);
    assertTrue(report.phases().get(2).tally().failedFirst() > 0);
    assertEquals(0, report.phases().get(2).tally().lost());
    assertTrue(report.anythingWorked());
    assertEquals(6, report.claims().size());
    assertTrue(report.claims().get(3).met(), report.claims().get(3).line());
    assertTrue(report.claims().get(5).met(), report.claims().get(5).line());
  }

  @Test
  void tablesAndJsonTellTheSame() throws InterruptedException {
    BenchReport report = run(new BenchPlan(100, SHORT, SHORT, false, SHORT, SHORT));

    String text = String.join("\n", report.lines());
    JsonNode json = report.json();

    assertTrue(text.contains("a fake ring"), text);
    assertTrue(text.contains("PHASE"), text);
    assertTrue(text.contains("generator"), text);
    assertTrue(text.lines().filter(line -> line.matches("(NOT )?met .*")).count() == 3, text);
    assertEquals(2, json.path("phases").size());
    assertEquals(20, json.at("/phases/0/good").asLong());
    assertEquals(0, json.at("/phases/0/not_started").asLong());
    assertTrue(json.at("/phases/0/latency_ms/p99").isNumber());
    assertEquals(3, json.path("claims").size());
  }

  @Test
  void whenNothingAnswersNothingWorked() throws InterruptedException {
    ring.nodes.forEach(FakeShopServer::close);

    BenchReport report = run(new BenchPlan(100, SHORT, SHORT, false, SHORT, SHORT));

    assertFalse(report.anythingWorked());
    assertFalse(report.allMet());
    assertTrue(report.json().at("/phases/0/latency_ms/p50").isNull());
    assertTrue(String.join("\n", report.lines()).contains("never"));
  }

  private BenchReport run(BenchPlan plan) throws InterruptedException {
    return Bench.run(ring, plan, "sk_test_demo", "run1", Year.of(2026), line -> {});
  }

  private static final class FakeRing implements Subject {
    private final CountDownLatch untilItsDeath = new CountDownLatch(1);

    /** The last one answers no checkout of the phase in which it dies: some are in flight then. */
    final List<FakeShopServer> nodes =
        new ArrayList<>(
            List.of(
                new FakeShopServer(asked -> 201),
                new FakeShopServer(asked -> 201),
                new FakeShopServer(
                    asked -> {
                      if (asked.key().contains("-blow-")) {
                        untilItsDeath.await();
                      }
                      return 201;
                    })));

    final List<String> happened = new ArrayList<>();
    private final List<Endpoint> endpoints = nodes.stream().map(FakeShopServer::endpoint).toList();

    @Override
    public String description() {
      return "a fake ring";
    }

    @Override
    public List<String> nodes() {
      return List.of("n1", "n2", "n3");
    }

    @Override
    public List<Endpoint> merchantEndpoints() {
      return endpoints;
    }

    @Override
    public Map<String, Long> processes() {
      return Map.of();
    }

    @Override
    public void kill(String node) {
      happened.add("kill " + node);
      nodes.get(2).close();
    }

    @Override
    public void start(List<String> names) {
      happened.add("start " + names);
      nodes.set(2, new FakeShopServer(endpoints.get(2).port(), asked -> 201));
    }

    @Override
    public OptionalLong hintsFor(String node) {
      return OptionalLong.of(0);
    }
  }
}
