package kassa.gateway.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrderExplainCommandTest {
  private static final String PLACED = fact("n1~a/1", "19:31:07.001Z", "placed", "h1");
  private static final String CAPTURED = fact("n1~a/2", "19:31:07.040Z", "captured", "h2");
  private static final String BOTH = PLACED + "," + CAPTURED;

  private final FakeNode n1 = new FakeNode();
  private final FakeNode n2 = new FakeNode();

  @AfterEach
  void close() {
    n1.close();
    n2.close();
  }

  @Test
  void equalCopiesAreShownSideBySideAndEndWithZero() {
    Typed typed = explained(BOTH, BOTH, archive(BOTH));

    assertEquals(
        """
        TIME                      KIND      DOT     n1   n2   archive
        2026-03-01T19:31:07.001Z  placed    n1~a/1  yes  yes  yes
        2026-03-01T19:31:07.040Z  captured  n1~a/2  yes  yes  yes
        EQUAL  n1, n2, archive hold the same 2 facts; status captured.
        """,
        typed.out());
    assertEquals(Exit.OK.code(), typed.exit());
  }

  @Test
  void aMissingFactIsNamedWithItsHolder() {
    Typed typed = explained(BOTH, PLACED, archive(BOTH));

    assertTrue(typed.out().contains("DIFFERENT  n2 lack"), typed.out());
    assertTrue(typed.out().contains("yes  MISSING  yes"), typed.out());
    assertEquals(Exit.UNHEALTHY.code(), typed.exit());
  }

  @Test
  void oneDotWithTwoHashesIsADifference() {
    String other = PLACED + "," + fact("n1~a/2", "19:31:07.040Z", "captured", "FORGED");

    Typed typed = explained(BOTH, other, archive(BOTH));

    assertTrue(typed.out().contains("OTHER HASH"), typed.out());
    assertEquals(Exit.UNHEALTHY.code(), typed.exit());
  }

  @Test
  void anArchiveThatIsAwayLeavesTheComparisonIncomplete() {
    Typed typed = explained(BOTH, BOTH, "{\"reachable\":false}");

    assertTrue(
        typed.out().contains("INCOMPLETE  n1, n2 hold the same 2 facts; archive did not answer"),
        typed.out());
    assertEquals(Exit.UNHEALTHY.code(), typed.exit());
  }

  @Test
  void anOrderThatNobodyKnowsIsNotFound() {
    Typed typed = explained("", "", archive(""));

    assertEquals(Exit.NOT_FOUND.code(), typed.exit());
  }

  private Typed explained(String atN1, String atN2, String archive) {
    tell(n1, "n1", atN1, archive);
    tell(n2, "n2", atN2, archive);
    return Typed.command(List.of(n1.endpoint(), n2.endpoint()), "order", "explain", "ord_1");
  }

  private static void tell(FakeNode node, String name, String facts, String archive) {
    String known =
        "{\"node\":\"%s\",\"key\":\"ord_1\",\"status\":\"captured\",\"facts\":[%s],\"archive\":%s}";
    node.says("/ops/explain/ord_1", known.formatted(name, facts, "{\"reachable\":false}"));
    node.says("/ops/explain/ord_1?archive=true", known.formatted(name, facts, archive));
    node.says("/ops/owners/ord_1", "{\"partition\":7,\"owners\":[\"n1\",\"n2\"],\"fallbacks\":[]}");
  }

  private static String archive(String facts) {
    return "{\"reachable\":true,\"facts\":[" + facts + "]}";
  }

  private static String fact(String dot, String time, String kind, String hash) {
    return "{\"dot\":\"%s\",\"time\":\"2026-03-01T%s\",\"kind\":\"%s\",\"hash\":\"%s\",\"data\":{}}"
        .formatted(dot, time, kind, hash);
  }
}
