package kassa.chaos.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Year;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import kassa.gateway.console.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All phases, short ones, against a node that only answers. How much it does is not asserted. */
@Timeout(120)
class OverloadTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final OverloadPlan PLAN =
      new OverloadPlan(new Peak.Search(10, SHORT, SHORT), SHORT.multipliedBy(OverloadPlan.ROUNDS));

  /** The last phases: peaks and floods by turns. */
  private static final int ROUNDS = 6;

  @Test
  void tenTimesThePeakIsOfferedAndNobodyComesAgain() throws InterruptedException {
    // Two of each phase are good; their keys are counted from 0.
    try (FakeShopServer node = new FakeShopServer(asked -> number(asked) < 2 ? 201 : 503)) {
      OverloadReport report = run(node);

      List<FloodResult> rounds = rounds(report);
      assertEquals(
          List.of("peak-1", "ten-times-1", "peak-2", "ten-times-2", "peak-3", "ten-times-3"),
          rounds.stream().map(FloodResult::name).toList());
      assertEquals(Math.ceil(10 * best(report)), rounds.get(1).schedule().rate());
      assertEquals(6, report.flood().count("good"));
      assertEquals(report.flood().due() - 6, report.flood().count("503"));
      long due = report.phases().stream().mapToLong(phase -> phase.turnout().due()).sum();
      assertEquals(due + PLAN.search().warming().total(), node.asked().size());
      assertTrue(report.anythingWorked());
    }
  }

  @Test
  void tableAndJsonTellTheSame() throws InterruptedException {
    try (FakeShopServer node = new FakeShopServer(asked -> number(asked) < 2 ? 201 : 503)) {
      OverloadReport report = run(node);

      String text = String.join("\n", report.lines());
      JsonNode json = report.json();

      assertTrue(text.contains("ten times: 503 "), text);
      assertEquals(2, text.lines().filter(line -> line.matches("(NOT )?met .*")).count(), text);
      assertEquals(report.peak().goodInASecond(), json.path("peak_per_second").asDouble());
      assertEquals(report.phases().size(), json.path("phases").size());
      assertEquals(2, json.path("claims").size());
      FloodResult last = report.phases().get(report.phases().size() - 1);
      assertEquals(
          last.turnout().count("503"),
          json.path("phases").get(report.phases().size() - 1).at("/kinds/503").asLong());
    }
  }

  @Test
  void whenNothingIsDoneNoClaimIsMet() throws InterruptedException {
    try (FakeShopServer node = new FakeShopServer(asked -> 504)) {
      OverloadReport report = run(node);

      assertFalse(report.anythingWorked());
      assertFalse(report.claims().get(0).met());
    }
  }

  private static List<FloodResult> rounds(OverloadReport report) {
    return report.phases().subList(report.phases().size() - ROUNDS, report.phases().size());
  }

  private static double best(OverloadReport report) {
    List<FloodResult> climb = report.phases().subList(0, report.phases().size() - ROUNDS);
    return climb.stream().mapToDouble(step -> step.turnout().goodInASecond()).max().orElseThrow();
  }

  private static long number(FakeShopServer.Asked asked) {
    return Long.parseLong(asked.key().substring(asked.key().lastIndexOf('-') + 1));
  }

  private static OverloadReport run(FakeShopServer node) throws InterruptedException {
    return Overload.run(new OneNode(node), PLAN, "sk_test_demo", "run1", Year.of(2026), line -> {});
  }

  private record OneNode(FakeShopServer node) implements Subject {
    @Override
    public String description() {
      return "a fake node";
    }

    @Override
    public List<String> nodes() {
      return List.of("n1");
    }

    @Override
    public List<Endpoint> merchantEndpoints() {
      return List.of(node.endpoint());
    }

    @Override
    public Map<String, Long> processes() {
      return Map.of();
    }

    @Override
    public void kill(String node) {
      throw new AssertionError("no node is killed");
    }

    @Override
    public void start(List<String> names) {
      throw new AssertionError("no node is killed");
    }

    @Override
    public OptionalLong hintsFor(String node) {
      return OptionalLong.of(0);
    }
  }
}
