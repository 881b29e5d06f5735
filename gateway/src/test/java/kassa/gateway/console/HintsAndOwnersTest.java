package kassa.gateway.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HintsAndOwnersTest {
  private final FakeNode n1 = new FakeNode();
  private final FakeNode n2 = new FakeNode();

  @AfterEach
  void close() {
    n1.close();
    n2.close();
  }

  @Test
  void hintsAreListedByWhomTheyWaitFor() {
    n1.says(
        "/ops/hints?limit=100&for=n3",
        """
        {"window_seconds":10,
         "destinations":[{"for":"n3","count":118,"capped":true,"oldest":"2026-03-01T19:31:07Z",
                          "per_second":39.6,"seconds_left":3},
                         {"for":"n3","count":7,"capped":false,"oldest":null,
                          "per_second":0.0,"seconds_left":null}],
         "hints":[{"for":"n3","key":"ord_1","dot":"n1~a/1","kind":"placed",
                   "recorded_at":"2026-03-01T19:31:07Z"}]}
        """);

    Typed typed = Typed.command(List.of(n1.endpoint()), "hints", "list", "--for", "n3");
    Typed wide =
        Typed.command(List.of(n1.endpoint()), "hints", "list", "--for", "n3", "-o", "wide");

    assertTrue(typed.out().contains("n3    118+     42s          40    over 3s"), typed.out());
    assertTrue(typed.out().contains("n3       7       -         0.0    unknown"), typed.out());
    assertTrue(
        typed
            .out()
            .contains(
                "125 hints wait; they leave when their node is back. Rates are of the last 10s."),
        typed.out());
    assertTrue(wide.out().contains("ord_1  n1~a/1  placed  42s"), wide.out());
    assertEquals(Exit.OK.code(), typed.exit());
  }

  @Test
  void ownersThatDisagreeAreUnhealthy() {
    n1.says("/ops/owners/ord_1", "{\"partition\":7,\"owners\":[\"n1\",\"n2\"],\"fallbacks\":[]}");
    n2.says("/ops/owners/ord_1", "{\"partition\":7,\"owners\":[\"n2\",\"n1\"],\"fallbacks\":[]}");
    List<Endpoint> both = List.of(n1.endpoint(), n2.endpoint());

    assertEquals(
        Exit.OK.code(), Typed.command(both.subList(0, 1), "ring", "owners", "ord_1").exit());
    assertEquals(Exit.UNHEALTHY.code(), Typed.command(both, "ring", "owners", "ord_1").exit());
  }

  @Test
  void completionIsAScriptAndVersionANumber() {
    assertTrue(Typed.command(List.of(), "completion", "bash").out().contains("complete -F"));
    assertTrue(Typed.command(List.of(), "version").out().startsWith("kassa 0."));
    assertEquals(Exit.OK.code(), Typed.command(List.of(), "schema", "apply").exit());
  }
}
