package kassa.gateway.api;

import static kassa.gateway.order.OrderSamples.ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import kassa.gateway.card.DeclineCode;
import kassa.gateway.checkout.CheckoutAnswer.Why;
import kassa.gateway.http.Reply;
import org.junit.jupiter.api.Test;

class ProblemTest {
  private static final List<Problem> OF_A_CHECKOUT =
      List.of(
          Problem.malformed("The body is empty."),
          Problem.idempotencyKeyMissing(),
          Problem.idempotencyKeyInvalid(),
          Problem.unauthenticated(),
          Problem.keysUnknown(),
          Problem.bodyTooLarge(65_536),
          Problem.bodyTooSlow(Duration.ofSeconds(3)),
          Problem.unsupportedMediaType(),
          Problem.invalid(List.of(new Mistake("/amount", Mistake.Code.REQUIRED, "Required."))),
          Problem.idempotencyKeyReused(),
          Problem.rateLimited(Duration.ofMillis(1_500)),
          Problem.internal(),
          Problem.nothingHappened(Why.TOO_FEW_REPLICAS),
          Problem.nothingHappened(Why.PARTNER_AWAY),
          Problem.nothingHappened(Why.TOO_LATE),
          Problem.nothingHappened(Why.OVERLOADED),
          Problem.nothingHappened(Why.CLOCK_OFF),
          Problem.nothingHappened(Why.NO_ROOM),
          Problem.outcomeUnknown());

  private static final List<Problem> OF_A_READ =
      List.of(
          Problem.unauthenticated(),
          Problem.keysUnknown(),
          Problem.notFound(),
          Problem.rateLimited(Duration.ZERO),
          Problem.internal(),
          Problem.tooBusyToRead(),
          Problem.cannotBeSure());

  @Test
  void everyProblemIsAsTheContractSays() {
    EnumSet<ProblemCode> seen = EnumSet.of(ProblemCode.DECLINED, ProblemCode.METHOD_NOT_ALLOWED);
    for (Problem problem : OF_A_CHECKOUT) {
      Contract.check("POST", "/v1/orders", problem.reply("req-1"));
      seen.add(problem.code());
    }
    for (Problem problem : OF_A_READ) {
      Contract.check("GET", "/v1/orders/{id}", problem.reply("req-1"));
      Contract.check("GET", "/v1/orders/{id}/timeline", problem.reply("req-1"));
      seen.add(problem.code());
    }
    assertEquals(EnumSet.allOf(ProblemCode.class), seen);
  }

  @Test
  void everyDeclineHasTextForTheShopper() {
    for (DeclineCode code : DeclineCode.values()) {
      Reply reply =
          CheckoutReplyTest.withKassaReplicas(Problem.declined(ID, code.wire()).reply("req-1"));

      Contract.check("POST", "/v1/orders", reply);
      JsonNode json = OrderRequests.json(Contract.text(reply));
      assertEquals(code.wire(), json.path("decline_code").textValue());
      assertEquals(ID.value(), json.path("order_id").textValue());
      assertFalse(json.path("retryable").booleanValue());
    }
  }

  @Test
  void whenNothingHappenedItSaysSoAndAsksToTryAgain() {
    for (Why why : Why.values()) {
      Reply reply = Problem.nothingHappened(why).reply("req-1");

      assertEquals(503, reply.status());
      assertTrue(reply.headers().containsKey("Retry-After"));
      JsonNode json = OrderRequests.json(Contract.text(reply));
      assertEquals(why.name().toLowerCase(Locale.ROOT), json.path("code").textValue());
      assertTrue(json.path("detail").textValue().startsWith("Nothing happened"));
      assertTrue(json.path("retryable").booleanValue());
    }
  }

  @Test
  void retryAfterIsInWholeSecondsRoundedUp() {
    assertEquals("2", retryAfter(Duration.ofMillis(1_001)));
    assertEquals("1", retryAfter(Duration.ofSeconds(1)));
    assertEquals("1", retryAfter(Duration.ZERO));
  }

  private static String retryAfter(Duration wait) {
    return String.valueOf(Problem.rateLimited(wait).reply("req-1").headers().get("Retry-After"));
  }

  @Test
  void onlyWhatAShopperMayHaveMistypedIsForTheShopper() {
    Mistake card = new Mistake("/payment_method/cvc", Mistake.Code.INVALID_VALUE, "Wrong.");
    Mistake other = new Mistake("/amount/value", Mistake.Code.REQUIRED, "Required.");

    assertTrue(body(Problem.invalid(List.of(card))).has("user_message"));
    assertFalse(body(Problem.invalid(List.of(card, other))).has("user_message"));
    Mistake token = new Mistake("/payment_method/token", Mistake.Code.NOT_SUPPORTED, "Not yet.");
    assertFalse(body(Problem.invalid(List.of(token))).has("user_message"));
    assertEquals("amount.value", body(Problem.invalid(List.of(other))).path("param").textValue());
  }

  @Test
  void aMethodThatIsNotAllowedTellsWhichAre() {
    Reply reply = Problem.methodNotAllowed(Set.of("POST", "GET")).reply("req-1");

    assertEquals(405, reply.status());
    assertEquals("GET, POST", reply.headers().get("Allow"));
  }

  private static JsonNode body(Problem problem) {
    return OrderRequests.json(Contract.text(problem.reply("req-1")));
  }
}
