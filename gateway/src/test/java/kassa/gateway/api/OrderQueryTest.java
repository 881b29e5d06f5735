package kassa.gateway.api;

import static kassa.gateway.order.OrderSamples.A;
import static kassa.gateway.order.OrderSamples.B;
import static kassa.gateway.order.OrderSamples.ID;
import static kassa.gateway.order.OrderSamples.approved;
import static kassa.gateway.order.OrderSamples.declined;
import static kassa.gateway.order.OrderSamples.dot;
import static kassa.gateway.order.OrderSamples.intent;
import static kassa.gateway.order.OrderSamples.placed;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import kassa.gateway.http.Reply;
import kassa.gateway.order.MerchantId;
import kassa.gateway.order.OrderFact;
import kassa.gateway.order.OrderFact.NotSent;
import kassa.gateway.order.OrderFact.Opened;
import kassa.gateway.order.OrderFact.Withdrawn;
import kassa.ring.FactSet;
import kassa.ring.ReadOutcome;
import kassa.ring.ReadOutcome.Found;
import kassa.ring.ReadOutcome.NotFound;
import kassa.ring.ReadOutcome.Unreachable;
import org.junit.jupiter.api.Test;

class OrderQueryTest {
  private static final MerchantId DEMO = new MerchantId("demo");
  private static final MerchantId OTHER = new MerchantId("other");

  @Test
  void anAuthorizedOrderIsToldWhole() {
    Reply reply = order(found(new Opened(placed(A)), intent(A), approved(A, "tx-1")));

    assertEquals(200, reply.status());
    assertEquals(
        OrderRequests.json(
            """
            {
              "id": "ord_0123456789abcdefghjkmnpqrs",
              "status": "authorized",
              "merchant_reference": "cart-1",
              "amount": {"value": 1299, "currency": "SEK"},
              "authorized_amount": {"value": 1299, "currency": "SEK"},
              "captured_amount": {"value": 0, "currency": "SEK"},
              "refunded_amount": {"value": 0, "currency": "SEK"},
              "order_lines": [
                {"name": "Socks", "quantity": 2, "unit_price": 649, "total": 1298},
                {"name": "Bag", "quantity": 1, "unit_price": 1, "total": 1}
              ],
              "capture": "manual",
              "payment_method": {
                "type": "card", "brand": "visa", "last_four": "4242",
                "exp_month": 12, "exp_year": 2030
              },
              "assurance": {
                "level": "confirmed", "basis": "acquirer", "confirm_by": null,
                "replicas": {"required": 2, "acked": 2, "of": 3, "hinted": 0, "archive": false}
              },
              "allowed_actions": ["capture", "cancel"],
              "conflicts": [],
              "decline_code": null,
              "version": "bjF-MX4wMDAwMDAwMToxLG4xfjF-MDAwMDAwMDE6MixuMX4xfjAwMDAwMDAxOjM",
              "created_at": "2026-01-02T03:04:05.002Z",
              "updated_at": "2026-01-02T03:04:05.004Z"
            }
            """),
        body(reply));
  }

  @Test
  void everyStatusThatThereIsFitsTheContract() {
    Opened opened = new Opened(placed(A));
    NotSent void1 = new NotSent(dot("n1", 2), "partner_away");

    assertEquals("processing", status(opened, intent(A)));
    assertEquals("declined", status(opened, intent(A), declined(A)));
    assertEquals("failed", status(opened, intent(A), void1));
    assertEquals("authorized", status(opened, approved(A, "tx-1")));
  }

  @Test
  void whileNothingIsDecidedNothingIsAssured() {
    for (OrderFact last : List.of(intent(A), new NotSent(dot("n1", 2), "too_late"))) {
      JsonNode assurance =
          body(order(found(new Opened(placed(A)), intent(A), last))).path("assurance");

      assertTrue(assurance.path("level").isNull());
      assertTrue(assurance.path("basis").isNull());
    }
  }

  @Test
  void conflictsAreToldWithTheRuleThatHolds() {
    JsonNode order =
        body(
            order(
                found(
                    new Opened(placed(A)),
                    new Opened(placed(B)),
                    declined(A),
                    approved(A, "tx-1"),
                    approved(B, "tx-2"))));

    assertEquals(3, order.path("conflicts").size());
    JsonNode second = order.path("conflicts").get(1);
    assertEquals("declined_and_approved", second.path("kind").textValue());
    assertEquals("the decline holds", second.path("resolution").textValue());
    assertEquals("n1~1~00000001:3", second.path("facts").get(0).textValue());
    assertEquals("declined", order.path("status").textValue());
    assertEquals("confirmed", order.path("assurance").path("level").textValue());
  }

  @Test
  void whatHasNotChangedIsNotToldAgain() {
    Found found = found(new Opened(placed(A)), intent(A));
    String tag = String.valueOf(order(found).headers().get("ETag"));

    for (String header :
        List.of(tag, tag.substring(2), "*", "\"other\", " + tag, "W/\"x\"," + tag)) {
      Reply reply = query(DEMO, header).order(found, 2, 3);

      assertEquals(304, reply.status(), header);
      assertEquals(tag, reply.headers().get("ETag"));
      assertEquals(0, reply.body().length);
      Contract.check("GET", "/v1/orders/{id}", reply);
    }
    for (String header : List.of("", "\"other\"", "nonsense", tag.replace("\"", ""))) {
      assertEquals(200, query(DEMO, header).order(found, 2, 3).status(), header);
    }
    Found later = found(new Opened(placed(A)), intent(A), approved(A, "tx-1"));
    assertEquals(200, query(DEMO, tag).order(later, 2, 3).status());
  }

  @Test
  void anotherMerchantsOrderIsAnsweredLikeNone() {
    Found found = found(new Opened(placed(A)), intent(A));
    Found takenBack = found(new Opened(placed(A)), new Withdrawn(dot("n1", 1)));

    Reply none = query(OTHER, "*").order(new NotFound(), 2, 3);

    assertEquals(404, none.status());
    for (Reply reply :
        List.of(
            query(OTHER, "*").order(found, 2, 3),
            query(OTHER, "*").order(takenBack, 2, 3),
            query(OTHER, "*").timeline(found),
            query(OTHER, "*").timeline(takenBack),
            query(OTHER, "*").timeline(new NotFound()))) {
      assertEquals(none.status(), reply.status());
      assertEquals(none.headers(), reply.headers());
      assertArrayEquals(none.body(), reply.body());
    }
  }

  @Test
  void whatIsNotSureIsNeverANo() {
    FactSet facts = StoredFacts.of(new Opened(placed(A)));
    for (ReadOutcome outcome :
        List.of(
            new Unreachable(FactSet.EMPTY),
            new Unreachable(facts),
            new Found(FactSet.EMPTY, 2),
            found(intent(A)),
            new Found(FactSet.of(List.of(StoredFacts.stored(1, "later", new byte[] {1}))), 2))) {
      assertEquals(503, order(outcome).status(), outcome.toString());
      assertEquals(503, timeline(outcome).status(), outcome.toString());
    }
    assertEquals(503, order(found(new Opened(placed(A)), new Withdrawn(dot("n1", 1)))).status());
  }

  @Test
  void theTimelineTellsWhoKnewWhatWhenAndOnWhatBasis() {
    Reply reply =
        timeline(
            found(
                new Opened(placed(A)),
                intent(A),
                approved(A, "tx-1"),
                new NotSent(dot("n2", 2), "too_late"),
                new Withdrawn(dot("n2", 1)),
                declined(B)));

    assertEquals(200, reply.status());
    JsonNode facts = body(reply).path("facts");
    assertEquals(
        List.of("placed", "intent", "approved", "not_sent", "withdrawn", "declined"),
        facts.findValuesAsText("kind"));
    assertEquals(
        OrderRequests.json(
            """
            {
              "kind": "approved",
              "at": "2026-01-02T03:04:05.004Z",
              "node": "n1",
              "dot": "n1~1~00000001:3",
              "basis": "acquirer",
              "data": {
                "attempt": 1,
                "reference": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "acquirer": "sandbox",
                "amount": {"value": 1299, "currency": "SEK"},
                "captures": false,
                "transaction_id": "tx-1",
                "authorization_code": "A1B2C3"
              }
            }
            """),
        facts.get(2));
    assertFalse(Contract.text(reply).contains(A), "a fingerprint is shown");
    assertFalse(Contract.text(reply).contains(B), "a fingerprint is shown");
  }

  @Test
  void aFactThatThisVersionCannotReadIsShownByItsKind() {
    FactSet facts =
        StoredFacts.of(new Opened(placed(A)))
            .plus(List.of(StoredFacts.stored(2, "chargeback", new byte[] {1})));

    JsonNode fact = body(timeline(new Found(facts, 2))).path("facts").get(1);

    assertEquals("chargeback", fact.path("kind").textValue());
    assertEquals("{}", fact.path("data").toString());
  }

  private static String status(OrderFact... facts) {
    return body(order(found(facts))).path("status").textValue();
  }

  private static Found found(OrderFact... facts) {
    return new Found(StoredFacts.of(facts), 2);
  }

  private static OrderQuery query(MerchantId asker, String ifNoneMatch) {
    return new OrderQuery(asker, ID, ifNoneMatch, "req-1");
  }

  private static Reply order(ReadOutcome outcome) {
    Reply reply = new OrderQuery(DEMO, ID, null, "req-1").order(outcome, 2, 3);
    Contract.check("GET", "/v1/orders/{id}", reply);
    return reply;
  }

  private static Reply timeline(ReadOutcome outcome) {
    Reply reply = new OrderQuery(DEMO, ID, null, "req-1").timeline(outcome);
    Contract.check("GET", "/v1/orders/{id}/timeline", reply);
    return reply;
  }

  private static JsonNode body(Reply reply) {
    return OrderRequests.json(Contract.text(reply));
  }
}
