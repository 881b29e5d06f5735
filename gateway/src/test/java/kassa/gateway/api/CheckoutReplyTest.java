package kassa.gateway.api;

import static kassa.gateway.order.OrderSamples.A;
import static kassa.gateway.order.OrderSamples.ID;
import static kassa.gateway.order.OrderSamples.approved;
import static kassa.gateway.order.OrderSamples.declined;
import static kassa.gateway.order.OrderSamples.intent;
import static kassa.gateway.order.OrderSamples.placed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import kassa.gateway.checkout.CheckoutAnswer;
import kassa.gateway.checkout.CheckoutAnswer.Ordered;
import kassa.gateway.checkout.CheckoutAnswer.Why;
import kassa.gateway.http.Reply;
import kassa.gateway.order.OrderFact;
import kassa.gateway.order.OrderFact.Opened;
import kassa.ring.Replicas;
import org.junit.jupiter.api.Test;

class CheckoutReplyTest {
  private static final Replicas THREE = new Replicas(2, 3, 3, 1, false);
  private static final Replicas ALONE = new Replicas(2, 2, 3, 0, true);

  @Test
  void anApprovalIs201() {
    Reply reply = reply(ordered(false, approved(A, "tx-1")));

    assertEquals(201, reply.status());
    assertEquals("/v1/orders/" + ID, reply.headers().get("Location"));
    assertEquals("acked=3, required=2, of=3, hinted=1", reply.headers().get("Kassa-Replicas"));
    assertEquals("req-1", reply.headers().get("Request-Id"));
    assertEquals("authorized", body(reply).path("status").textValue());
  }

  @Test
  void anArchiveThatStandsInIsSaidInTheBodyAndInTheHeader() {
    Ordered alone = new Ordered(ordered(false, approved(A, "tx-1")).facts(), ALONE, false);

    Reply reply = reply(alone);

    assertEquals(
        "acked=2, required=2, of=3, hinted=0, archive=true", reply.headers().get("Kassa-Replicas"));
    assertTrue(body(reply).at("/assurance/replicas/archive").booleanValue());
    assertFalse(body(reply(ordered(false))).at("/assurance/replicas/archive").booleanValue());
  }

  @Test
  void anOrderThatGoesOnIs202() {
    Reply reply = reply(ordered(false));

    assertEquals(202, reply.status());
    assertEquals("/v1/orders/" + ID, reply.headers().get("Location"));
    assertEquals("processing", body(reply).path("status").textValue());
  }

  @Test
  void aDeclineIs402WithTheOrdersId() {
    Reply reply = reply(ordered(false, declined(A)));

    assertEquals(402, reply.status());
    assertEquals("insufficient_funds", body(reply).path("decline_code").textValue());
    assertEquals(ID.value(), body(reply).path("order_id").textValue());
    assertEquals("acked=3, required=2, of=3, hinted=1", reply.headers().get("Kassa-Replicas"));
  }

  @Test
  void aReplayIs200WithTheOrderAsItIsAlsoOfADecline() {
    Reply approval = reply(ordered(true, approved(A, "tx-1")));
    Reply decline = reply(ordered(true, declined(A)));

    assertEquals(200, approval.status());
    assertEquals("true", approval.headers().get("Idempotent-Replayed"));
    assertFalse(approval.headers().containsKey("Location"));
    assertEquals(200, decline.status());
    assertEquals("true", decline.headers().get("Idempotent-Replayed"));
    assertEquals("declined", body(decline).path("status").textValue());
    assertEquals("insufficient_funds", body(decline).path("decline_code").textValue());
  }

  @Test
  void anythingElseIsAProblem() {
    assertEquals(422, reply(new CheckoutAnswer.KeyReused()).status());
    assertEquals(504, reply(new CheckoutAnswer.OutcomeUnknown()).status());
    for (Why why : Why.values()) {
      assertEquals(503, reply(new CheckoutAnswer.NothingHappened(why)).status());
    }
  }

  @Test
  void theTagChangesWithTheOrderOnly() {
    String first = etag(ordered(false));

    assertEquals(
        first, etag(new Ordered(ordered(false).facts(), new Replicas(2, 2, 3, 0, false), false)));
    assertNotEquals(first, etag(ordered(false, approved(A, "tx-1"))));
  }

  private static String etag(CheckoutAnswer answer) {
    return String.valueOf(reply(answer).headers().get("ETag"));
  }

  private static Ordered ordered(boolean replayed, OrderFact... outcome) {
    OrderFact[] facts = new OrderFact[2 + outcome.length];
    facts[0] = new Opened(placed(A));
    facts[1] = intent(A);
    System.arraycopy(outcome, 0, facts, 2, outcome.length);
    return new Ordered(StoredFacts.of(facts), THREE, replayed);
  }

  private static Reply reply(CheckoutAnswer answer) {
    Reply reply = CheckoutReply.of(ID, answer, "req-1");
    Contract.check("POST", "/v1/orders", reply);
    return reply;
  }

  private static JsonNode body(Reply reply) {
    return OrderRequests.json(Contract.text(reply));
  }

  static Reply withKassaReplicas(Reply reply) {
    Map<String, String> headers = new LinkedHashMap<>(reply.headers());
    headers.put("Kassa-Replicas", "acked=3, required=2, of=3, hinted=0");
    return new Reply(reply.status(), reply.mediaType(), headers, reply.body());
  }
}
