package kassa.chaos.acquirer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import kassa.chaos.acquirer.LedgerAudit.Order;
import kassa.chaos.acquirer.LedgerEntry.Effect;
import kassa.gateway.order.Money;
import kassa.gateway.verify.Charge;
import org.junit.jupiter.api.Test;

class LedgerAuditTest {
  private static final Order ORDER = new Order("shop-1", "order-1");

  @Test
  void aReplayIsNotASecondCharge() {
    LedgerAudit audit =
        LedgerAudit.of(
            List.of(entry("r1", "tx1", Effect.CAPTURED), entry("r1", "tx1", Effect.CAPTURED)));

    assertEquals(1, audit.effectiveAuthorizations("r1"));
    assertEquals(1_000, audit.chargedMinor(ORDER));
    assertEquals(Set.of(), audit.chargedTwice());
  }

  @Test
  void twoTransactionsOfOneReferenceAreTwoCharges() {
    LedgerAudit audit =
        LedgerAudit.of(
            List.of(entry("r1", "tx1", Effect.AUTHORIZED), entry("r1", "tx2", Effect.CAPTURED)));

    assertEquals(2, audit.effectiveAuthorizations("r1"));
    assertEquals(Set.of("r1"), audit.chargedTwice());
    assertEquals(Set.of(ORDER), audit.ordersChargedTwice());
  }

  @Test
  void chargesAreToldByReferenceOneForEachTransaction() {
    LedgerAudit audit =
        LedgerAudit.of(
            List.of(
                entry("r1", "tx1", Effect.AUTHORIZED),
                entry("r1", "tx1", Effect.AUTHORIZED),
                entry("r1", "tx2", Effect.CAPTURED),
                entry("r2", "tx3", Effect.DECLINED)));

    assertEquals(
        List.of(
            new Charge("tx1", Money.of(1_000, "SEK"), false),
            new Charge("tx2", Money.of(1_000, "SEK"), true)),
        audit.charges("r1"));
    assertEquals(Set.of("r1"), audit.references());
  }

  @Test
  void twoAttemptsOfOneOrderAreTwoChargesOfTheOrderOnly() {
    LedgerAudit audit =
        LedgerAudit.of(
            List.of(entry("r1", "tx1", Effect.CAPTURED), entry("r2", "tx2", Effect.CAPTURED)));

    assertEquals(Set.of(), audit.chargedTwice());
    assertEquals(2, audit.effectiveAuthorizations(ORDER));
    assertEquals(2_000, audit.chargedMinor(ORDER));
    assertEquals(Set.of(ORDER), audit.ordersChargedTwice());
  }

  @Test
  void aDeclineChargesNobody() {
    LedgerAudit audit = LedgerAudit.of(List.of(entry("r1", "tx1", Effect.DECLINED)));

    assertEquals(0, audit.effectiveAuthorizations("r1"));
    assertEquals(0, audit.effectiveAuthorizations(ORDER));
  }

  @Test
  void theLineBeingWrittenIsNotReadYet() {
    String whole = entry("r1", "tx1", Effect.CAPTURED).toJson();

    assertEquals(1, LedgerAudit.ofText(whole + "\n" + "{\"at\":").entries().size());
    assertThrows(IllegalArgumentException.class, () -> LedgerAudit.ofText("{\"at\":\n"));
  }

  @Test
  void aLineHasTheseNames() {
    assertEquals(
        "{\"at\":\"2026-03-04T05:06:07Z\",\"reference\":\"r1\",\"merchant\":\"shop-1\","
            + "\"merchant_reference\":\"order-1\",\"transaction_id\":\"tx1\","
            + "\"effect\":\"captured\",\"code\":\"00\",\"minor\":1000,\"currency\":\"SEK\","
            + "\"card_last4\":\"4242\"}",
        entry("r1", "tx1", Effect.CAPTURED).toJson());
  }

  private static LedgerEntry entry(String reference, String transactionId, Effect effect) {
    return new LedgerEntry(
        Instant.parse("2026-03-04T05:06:07Z"),
        reference,
        "shop-1",
        "order-1",
        transactionId,
        effect,
        "00",
        1_000,
        "SEK",
        "4242");
  }
}
