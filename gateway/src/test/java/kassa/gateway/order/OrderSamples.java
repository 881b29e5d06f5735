package kassa.gateway.order;

import java.time.Instant;
import java.util.List;
import kassa.gateway.order.OrderFact.Approved;
import kassa.gateway.order.OrderFact.Declined;
import kassa.gateway.order.OrderFact.Intent;
import kassa.ring.Dot;
import kassa.ring.HybridTime;
import kassa.ring.Incarnation;
import kassa.ring.NodeId;

/** Orders and facts to test with. */
public final class OrderSamples {
  public static final OrderId ID = new OrderId("ord_0123456789abcdefghjkmnpqrs");
  public static final String A = "a".repeat(64);
  public static final String B = "b".repeat(64);
  public static final Instant DEADLINE = Instant.parse("2026-01-02T03:04:09Z");

  private OrderSamples() {}

  public static Placed placed(String fingerprint) {
    return new Placed(
        new MerchantId("demo"),
        "cart-1",
        Money.of(1299, "SEK"),
        List.of(new Placed.Line("Socks", 2, 649, 1298), new Placed.Line("Bag", 1, 1, 1)),
        Placed.Capture.MANUAL,
        true,
        new Placed.CardSummary("visa", "4242", 12, 2030),
        fingerprint);
  }

  public static String reference(String fingerprint) {
    return fingerprint.substring(32);
  }

  public static Intent intent(String fingerprint) {
    return new Intent(
        1,
        fingerprint,
        "sandbox",
        reference(fingerprint),
        Money.of(1299, "SEK"),
        false,
        17,
        Instant.parse("2026-01-02T03:04:05Z"),
        DEADLINE);
  }

  public static Approved approved(String fingerprint, String transaction) {
    return new Approved(
        1,
        fingerprint,
        "sandbox",
        reference(fingerprint),
        transaction,
        "A1B2C3",
        false,
        Money.of(1299, "SEK"),
        "acquirer");
  }

  public static Declined declined(String fingerprint) {
    return new Declined(1, fingerprint, reference(fingerprint), "insufficient_funds");
  }

  public static Dot dot(String node, long seq) {
    return new Dot(new Incarnation(new NodeId(node), 1, 1), seq);
  }

  public static Recorded at(long millis, Dot dot, OrderFact fact) {
    return new Recorded(dot, HybridTime.ofMillis(millis), fact);
  }
}
