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
import kassa.gateway.console.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a node that only answers. How soon it does is not asserted. */
@Timeout(120)
class JoiningTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofMinutes(1);

  private static final int ORDERS = 60;

  private final List<String> happened = new ArrayList<>();
  private FakeShopServer shop = new FakeShopServer(asked -> 201);

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void theNodeJoinsWhenTheRingIsFullAndIsWaitedFor() throws InterruptedException {
    JoinReport report = run(plan(LONG), 3);

    assertEquals(
        List.of(
            "archived",
            "join",
            "nothing fetched",
            "fetched",
            "commit",
            "not whole",
            "not whole",
            "whole",
            "not confirmed",
            "confirmed"),
        happened);
    assertEquals(
        List.of("filling", "normal", "joining"),
        report.phases().stream().map(PhaseResult::name).toList());
    assertTrue(report.claims().get(0).met(), report.claims().get(0).line());
  }

  @Test
  void fewerOrdersThanWereToBeHotProveNothing() throws InterruptedException {
    shop.close();
    shop = new FakeShopServer(asked -> asked.key().contains("-normal-") ? 503 : 201);

    JoinReport report = run(plan(LONG), 1);

    assertFalse(report.claims().get(0).met(), report.claims().get(0).line());
  }

  @Test
  void aNodeThatNeverHasAllIsNotWaitedForForEver() throws InterruptedException {
    JoinReport report = run(plan(Duration.ZERO), Integer.MAX_VALUE);

    assertFalse(report.claims().get(0).met(), report.claims().get(0).line());
    assertEquals(3, report.phases().size());
  }

  @Test
  void nobodyJoinsARingThatDoesNothing() throws InterruptedException {
    shop.close();
    shop = new FakeShopServer(asked -> 503);

    JoinReport report = run(plan(LONG), 1);

    assertFalse(report.anythingWorked());
    assertEquals(List.of(), happened);
  }

  @Test
  void tableAndJsonTellTheSame() throws InterruptedException {
    JoinReport report = run(plan(LONG), 1);

    String text = String.join("\n", report.lines());
    JsonNode json = report.json();

    assertEquals(2, text.lines().filter(line -> line.matches("(NOT )?met .*")).count(), text);
    assertTrue(text.contains("fetched ahead, before ring commit, in "), text);
    assertTrue(json.path("fetched_ahead_seconds").isIntegralNumber());
    assertEquals(2, json.path("claims").size());
    assertEquals(
        List.of("filling", "normal", "joining"), json.path("phases").findValuesAsText("name"));
  }

  private static JoinPlan plan(Duration patience) {
    return new JoinPlan(100, ORDERS, SHORT, SHORT, LONG, SHORT, patience);
  }

  private JoinReport run(JoinPlan plan, int looks) throws InterruptedException {
    Newcomer newcomer =
        new Newcomer() {
          private int looked;

          @Override
          public String name() {
            return "n2";
          }

          @Override
          public boolean findsAllArchived() {
            happened.add("archived");
            return true;
          }

          @Override
          public void join() {
            happened.add("join");
          }

          @Override
          public boolean hasFetchedAhead() {
            boolean fetched = happened.contains("nothing fetched");
            happened.add(fetched ? "fetched" : "nothing fetched");
            return fetched;
          }

          @Override
          public void commit() {
            happened.add("commit");
          }

          @Override
          public boolean isWhole() {
            boolean whole = ++looked >= looks;
            happened.add(whole ? "whole" : "not whole");
            return whole;
          }

          @Override
          public boolean isConfirmed() {
            boolean confirmed = happened.contains("not confirmed");
            happened.add(confirmed ? "confirmed" : "not confirmed");
            return confirmed;
          }
        };
    return Joining.run(
        new FakeRing(), newcomer, plan, "sk_test_demo", "run1", Year.of(2026), line -> {});
  }

  private class FakeRing implements Subject {
    @Override
    public String description() {
      return "a fake ring";
    }

    @Override
    public List<String> nodes() {
      return List.of("n1");
    }

    @Override
    public List<Endpoint> merchantEndpoints() {
      return List.of(shop.endpoint());
    }

    @Override
    public Map<String, Long> processes() {
      return Map.of("n1", ProcessHandle.current().pid());
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
