package kassa.chaos.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kassa.chaos.acquirer.LedgerAudit;
import kassa.chaos.acquirer.LedgerEntry;
import org.junit.jupiter.api.Test;

/** Each thing that must not be is seen. */
class VerdictTest {
  private static final Sale SOLD =
      new Sale("a", List.of("503"), Optional.of("201"), Optional.of("ord_a"));

  @Test
  void whoWasServedAndChargedOnceHasNothingToSay() {
    assertEquals(List.of(), wrong(List.of(SOLD), 0, List.of(), "a"));
    assertEquals(Map.of("503", 1L), verdict(List.of(SOLD), 0, List.of()).askedAgain());
  }

  @Test
  void whoGaveUpOrWasDeclinedWasNotServed() {
    Sale gaveUp = new Sale("b", List.of("503"), Optional.empty(), Optional.empty());
    Sale declined = new Sale("c", List.of(), Optional.of("402"), Optional.empty());

    assertEquals(
        List.of("was not sold: 2, such as b gave up, c 402"),
        wrong(List.of(SOLD, gaveUp, declined), 0, List.of(), "a"));
    assertTrue(wrong(List.of(SOLD), 3, List.of(), "a").get(0).startsWith("3 customers"));
  }

  @Test
  void chargesThatAreNotThereOrThereTwiceAreWrong() {
    assertEquals(
        List.of("toldIsKept: sold and never charged: 1, such as a"),
        wrong(List.of(SOLD), 0, List.of()));
    assertEquals(
        List.of("chargedOnce: charged more than once: 1, such as a"),
        wrong(List.of(SOLD), 0, List.of(), "a", "a"));
  }

  @Test
  void anOrderThatIsAnotherNowIsWrong() {
    assertEquals(
        List.of("replayReturnsTheSameOrder: 1, such as a was ord_a"),
        wrong(List.of(SOLD), 0, List.of("a was ord_a"), "a"));
  }

  @Test
  void whoAskedTwiceOrWasNotServedOrNotLetInFailed() {
    Sale atOnce = new Sale("b", List.of(), Optional.of("201"), Optional.of("ord_b"));
    Sale gaveUp = new Sale("c", List.of(), Optional.empty(), Optional.empty());

    assertEquals(0, verdict(List.of(atOnce), 0, List.of()).notAtOnce());
    assertEquals(3, verdict(List.of(atOnce, SOLD, gaveUp), 1, List.of()).notAtOnce());
  }

  @Test
  void ofSlowSocketsOneInAHundredMayFail() {
    assertEquals(List.of(), Scenario.SLOW_SOCKETS.wrong(verdict(List.of(SOLD), 0, List.of())));
    assertEquals(
        List.of("more than 1 % of checkouts failed: 2, and 100 customers came meanwhile"),
        Scenario.SLOW_SOCKETS.wrong(verdict(List.of(SOLD), 1, List.of())));
    assertEquals(List.of(), Scenario.COLD_START.wrong(verdict(List.of(SOLD), 1, List.of())));
  }

  @Test
  void nodesThatKnowDifferentRingsAreWrong() {
    Verdict apart =
        new Verdict(List.of(), 0, 0, List.of(), List.of(List.of("n1", "n2"), List.of("n3")));
    Verdict silent = new Verdict(List.of(), 0, 0, List.of(), List.of());

    assertEquals(
        List.of("oneRing: these know different rings: n1, n2 | n3"),
        apart.wrong("demo", LedgerAudit.of(List.of())));
    assertEquals(1, silent.wrong("demo", LedgerAudit.of(List.of())).size());
  }

  private static List<String> wrong(
      List<Sale> sales, int turnedAway, List<String> notReplayed, String... charged) {
    List<LedgerEntry> entries = new ArrayList<>();
    for (String reference : charged) {
      entries.add(charge(reference, "tx" + entries.size()));
    }
    return verdict(sales, turnedAway, notReplayed).wrong("demo", LedgerAudit.of(entries));
  }

  private static Verdict verdict(List<Sale> sales, int turnedAway, List<String> notReplayed) {
    return new Verdict(sales, 100, turnedAway, notReplayed, List.of(List.of("n1", "n2")));
  }

  private static LedgerEntry charge(String reference, String transaction) {
    return new LedgerEntry(
        Instant.EPOCH,
        "r-" + reference,
        "demo",
        reference,
        transaction,
        LedgerEntry.Effect.CAPTURED,
        "00",
        1_000,
        "SEK",
        "4242");
  }
}
