package kassa.gateway.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrdersCommandTest {
  private final FakeNode node = new FakeNode();

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void createPostsACheckoutToANodeThatAnswersAndPrintsItsAnswer() {
    node.says("/ops/status", statusWithMerchantAddress());
    node.says("/v1/orders", 201, "{\"id\":\"ord_1\"}");

    Typed typed =
        Typed.command(
            List.of(node.endpoint()), "orders", "create", "--key", "k1", "--reference", "r1");

    assertEquals(Exit.OK.code(), typed.exit(), typed.err());
    assertTrue(typed.out().contains("\"ord_1\""), typed.out());
    FakeNode.Asked asked = posted();
    assertEquals("k1", asked.key());
    assertEquals("Bearer sk_test_demo", asked.authorization());
    assertEquals(
        "{\"merchant_reference\":\"r1\",\"amount\":{\"value\":12900,\"currency\":\"SEK\"},"
            + "\"payment_method\":{\"type\":\"card\",\"number\":\"4242424242424242\","
            + "\"exp_month\":12,\"exp_year\":2029,\"cvc\":\"123\"},\"capture\":\"automatic\"}",
        asked.body());
  }

  @Test
  void aDeclinedOrderIsRefused() {
    node.says("/ops/status", statusWithMerchantAddress());
    node.says("/v1/orders", 402, "{\"code\":\"card_declined\"}");

    Typed typed = Typed.command(List.of(node.endpoint()), "orders", "create");

    assertEquals(Exit.REFUSED.code(), typed.exit());
    assertTrue(typed.err().contains("answered 402"), typed.err());
  }

  @Test
  void getAsksForTheOrder() {
    node.says("/ops/status", statusWithMerchantAddress());
    node.says("/v1/orders/ord_1", "{\"id\":\"ord_1\"}");

    assertEquals(
        Exit.OK.code(), Typed.command(List.of(node.endpoint()), "orders", "get", "ord_1").exit());
    assertEquals(
        Exit.NOT_FOUND.code(),
        Typed.command(List.of(node.endpoint()), "orders", "get", "ord_2").exit());
  }

  @Test
  void aSampleOrderDoesNotShowItsCard() {
    String shown = SampleOrder.approved("r1", java.time.Year.of(2026)).toString();

    assertFalse(shown.contains("4242"), shown);
  }

  private String statusWithMerchantAddress() {
    return Statuses.well("n1", "2026-03-01T19:28:37Z", 0)
        .replace("127.0.0.1:8081", node.endpoint().toString());
  }

  private FakeNode.Asked posted() {
    return node.asked().stream().filter(a -> a.method().equals("POST")).findFirst().orElseThrow();
  }
}
