package kassa.gateway.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeDrainCommandTest {
  private static final String DRAIN = "/ops/drain?";
  private static final String STATUS = "/ops/status";
  private static final String STARTED = "2026-03-01T19:28:37Z";

  private final FakeNode n1 = new FakeNode();
  private final FakeNode n2 = new FakeNode();
  private final List<Endpoint> both = List.of(n1.endpoint(), n2.endpoint());

  @AfterEach
  void close() {
    n1.close();
    n2.close();
  }

  @Test
  void itWaitsUntilNoCheckoutIsAtHomeThereAndNothingIsOwed() {
    String begun = draining("n1", true, 1);
    String owes = draining("n1", true, 0).replace("\"hints\":0", "\"hints\":2");
    String done = draining("n1", true, 0);
    Queue<String> said = new ArrayDeque<>(List.of(draining("n1", false, 1), begun, owes, done));
    n1.says(STATUS, 200, said::remove).says(DRAIN, begun);
    n2.says(STATUS, Statuses.well("n2", STARTED, 0));

    Typed typed = Typed.command(both, "node", "drain", "n1");

    assertEquals(
        """
        OK  n1 is drained: no checkout is at home there, and it owes nobody anything who is there.
        Next: stop it; started again it takes orders. To take it back at once: ./kassa node drain n1 --undo
        """,
        typed.out());
    assertEquals(Exit.OK.code(), typed.exit());
    assertTrue(said.isEmpty());
    assertTrue(n1.asked().toString().contains("/ops/drain?on=true"));
    assertTrue(n2.asked().stream().noneMatch(one -> one.path().startsWith("/ops/drain")));
  }

  @Test
  void theLastOneThatTakesOrdersIsNotDrained() {
    n1.says(STATUS, Statuses.well("n1", STARTED, 0));
    n2.says(STATUS, draining("n2", true, 0));

    Typed typed = Typed.command(both, "node", "drain", "n1");

    assertEquals(Exit.REFUSED.code(), typed.exit());
    assertTrue(typed.err().contains("Nobody else who answers takes new orders"), typed.err());
    assertTrue(n1.asked().stream().noneMatch(one -> one.path().startsWith("/ops/drain")));
  }

  @Test
  void itIsTakenBack() {
    n1.says(STATUS, Statuses.well("n1", STARTED, 0)).says(DRAIN, draining("n1", false, 0));
    n2.says(STATUS, Statuses.well("n2", STARTED, 0));

    Typed typed = Typed.command(both, "node", "drain", "n1", "--undo");

    assertTrue(typed.out().startsWith("OK  n1 takes orders again."), typed.out());
    assertTrue(n1.asked().toString().contains("/ops/drain?on=false"));
  }

  @Test
  void whoDoesNotAnswerIsNamedAndADryRunTellsNobody() {
    n1.says(STATUS, Statuses.well("n1", STARTED, 0));
    n2.says(STATUS, Statuses.well("n2", STARTED, 0));

    assertEquals(Exit.NOT_FOUND.code(), Typed.command(both, "node", "drain", "n7").exit());
    Typed dry = Typed.command(both, "node", "drain", "n1", "--dry-run");

    assertTrue(dry.out().startsWith("OK  n1 would begin no more orders; n2 would be"), dry.out());
    Typed back = Typed.command(both, "node", "drain", "n1", "--undo", "--dry-run");
    assertTrue(back.out().startsWith("OK  n1 would take orders again."), back.out());
    assertTrue(n1.asked().stream().noneMatch(one -> one.path().startsWith("/ops/drain")));
  }

  @Test
  void healthNamesWhoIsDrained() {
    n1.says(STATUS, draining("n1", true, 0));
    n2.says(STATUS, Statuses.well("n2", STARTED, 0));

    Typed typed = Typed.command(both, "health");

    assertTrue(typed.out().startsWith("DEGRADED"), typed.out());
    assertTrue(typed.out().contains("No new orders begin at n1"), typed.out());
  }

  private static String draining(String node, boolean on, int atHome) {
    return Statuses.well(node, STARTED, 0)
        .replaceFirst(
            "\\}\\s*$", ",\"draining\":{\"on\":%s,\"at_home\":%d}}".formatted(on, atHome));
  }
}
