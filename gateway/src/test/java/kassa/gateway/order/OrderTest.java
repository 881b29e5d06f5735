package kassa.gateway.order;

import static kassa.gateway.order.OrderSamples.A;
import static kassa.gateway.order.OrderSamples.B;
import static kassa.gateway.order.OrderSamples.ID;
import static kassa.gateway.order.OrderSamples.approved;
import static kassa.gateway.order.OrderSamples.at;
import static kassa.gateway.order.OrderSamples.declined;
import static kassa.gateway.order.OrderSamples.dot;
import static kassa.gateway.order.OrderSamples.intent;
import static kassa.gateway.order.OrderSamples.placed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import kassa.gateway.order.Attempt.Outcome;
import kassa.gateway.order.OrderFact.Approved;
import kassa.gateway.order.OrderFact.NotSent;
import kassa.gateway.order.OrderFact.Opened;
import kassa.gateway.order.OrderFact.Unrecognized;
import kassa.gateway.order.OrderFact.Withdrawn;
import kassa.ring.Dot;
import kassa.ring.Incarnation;
import kassa.ring.NodeId;
import org.junit.jupiter.api.Test;

class OrderTest {
  private static final Recorded OPENED = at(1, dot("n1", 1), new Opened(placed(A)));
  private static final Recorded INTENT = at(1, dot("n1", 2), intent(A));
  private static final Recorded APPROVED = at(5, dot("n1", 3), approved(A, "tx-1"));
  private static final Recorded DECLINED = at(6, dot("n2", 1), declined(A));
  private static final Recorded OTHER_OPENED = at(2, dot("n3", 1), new Opened(placed(B)));
  private static final Recorded OTHER_INTENT = at(2, dot("n3", 2), intent(B));

  @Test
  void nothingKnownIsEmptyAndWithoutMoney() {
    Order order = order();

    assertTrue(order.isEmpty());
    assertEquals(Money.of(0, "XXX"), order.authorizedAmount());
  }

  @Test
  void anIntentWithoutOutcomeIsUnknownM6() {
    Order order = order(OPENED, INTENT);

    assertEquals(OrderStatus.PROCESSING, order.status());
    assertTrue(order.hasUnknown());
    assertTrue(order.allowedActions().isEmpty());
  }

  @Test
  void anApprovalAuthorizes() {
    Order order = order(OPENED, INTENT, APPROVED);

    assertEquals(OrderStatus.AUTHORIZED, order.status());
    assertEquals(Money.of(1299, "SEK"), order.authorizedAmount());
    assertEquals(Money.of(0, "SEK"), order.capturedAmount());
    assertEquals(
        Set.of(OrderStatus.Action.CAPTURE, OrderStatus.Action.CANCEL), order.allowedActions());
    assertEquals(1, order.createdAt());
    assertEquals(5, order.updatedAt());
    assertFalse(order.hasUnknown());
  }

  @Test
  void anApprovalThatTookTheMoneyCaptures() {
    Approved a = approved(A, "tx-1");
    Approved captured =
        new Approved(1, A, a.acquirer(), a.reference(), "t", "c", true, a.amount(), "acquirer");

    Order order = order(OPENED, INTENT, at(5, dot("n1", 3), captured));

    assertEquals(OrderStatus.CAPTURED, order.status());
    assertEquals(Money.of(1299, "SEK"), order.capturedAmount());
  }

  @Test
  void whenEveryIntentIsVoidNothingHappened() {
    Order order = order(OPENED, INTENT, at(3, dot("n1", 3), new NotSent(INTENT.dot(), "away")));

    assertEquals(OrderStatus.FAILED, order.status());
    assertTrue(order.attempts().get(0).neverLeft());
  }

  @Test
  void onlyTheActorOfAnIntentVoidsItM4() {
    Incarnation nextLife = new Incarnation(new NodeId("n1"), 2, 2);

    Order byOther = order(OPENED, INTENT, at(3, dot("n2", 1), new NotSent(INTENT.dot(), "?")));
    Order byNextLife =
        order(OPENED, INTENT, at(3, new Dot(nextLife, 1), new NotSent(INTENT.dot(), "?")));

    assertEquals(OrderStatus.PROCESSING, byOther.status());
    assertEquals(OrderStatus.PROCESSING, byNextLife.status());
  }

  @Test
  void oneVoidedIntentOfTwoLeavesTheAttemptUnknown() {
    Recorded second = at(2, dot("n2", 1), intent(A));

    Order order =
        order(OPENED, INTENT, second, at(3, dot("n2", 2), new NotSent(second.dot(), "away")));

    assertEquals(OrderStatus.PROCESSING, order.status());
    assertEquals(1, order.attempts().size());
    assertEquals(2, order.attempts().get(0).intents().size());
  }

  @Test
  void whatThisVersionCannotReadMayBeAnIntentSoNothingIsNotSaid() {
    Recorded voided = at(3, dot("n1", 3), new NotSent(INTENT.dot(), "away"));

    Order order = order(OPENED, INTENT, voided, at(4, dot("n2", 1), new Unrecognized("reversal")));

    assertEquals(OrderStatus.PROCESSING, order.status());
    assertEquals(List.of("reversal"), order.unrecognized());
  }

  @Test
  void aDeclineHoldsAgainstAnApprovalAndIsPublishedM13() {
    Order order = order(OPENED, INTENT, APPROVED, DECLINED);

    assertEquals(OrderStatus.DECLINED, order.status());
    assertEquals(Optional.of("insufficient_funds"), order.declineCode());
    assertEquals(Outcome.DECLINED, order.attempts().get(0).outcome());
    assertEquals(Money.of(0, "SEK"), order.authorizedAmount());
    assertEquals(
        List.of(Conflict.Kind.DECLINED_AND_APPROVED),
        order.conflicts().stream().map(Conflict::kind).toList());
  }

  @Test
  void theSameApprovalLearnedTwiceCountsOnceM11() {
    Order order = order(OPENED, INTENT, APPROVED, at(7, dot("n2", 1), approved(A, "tx-1")));

    assertEquals(List.of(), order.conflicts());
    assertEquals(1, order.attempts().get(0).approvals().size());
  }

  @Test
  void twoTransactionsUnderOneReferenceArePublishedM11() {
    Order order = order(OPENED, INTENT, APPROVED, at(7, dot("n2", 1), approved(A, "tx-2")));

    assertEquals("tx-1", order.keeper().orElseThrow().transactionId());
    assertEquals(
        List.of(
            new Conflict(Conflict.Kind.SEVERAL_APPROVALS, List.of(APPROVED.dot(), dot("n2", 1)))),
        order.conflicts());
  }

  @Test
  void theEarliestBodyBindsUntilAnotherHasAnEffectM15() {
    Order before = order(OTHER_OPENED, OPENED);
    Order after =
        order(OTHER_OPENED, OTHER_INTENT, OPENED, at(9, dot("n3", 3), approved(B, "tx-2")));

    assertEquals(A, before.placed().orElseThrow().fingerprint());
    assertEquals(B, after.placed().orElseThrow().fingerprint());
  }

  @Test
  void aWithdrawnBodyBindsNothingM15() {
    Order order =
        order(OPENED, at(3, dot("n1", 3), new Withdrawn(OPENED.dot())), OTHER_OPENED, OTHER_INTENT);

    assertEquals(List.of(new Order.Body(OTHER_OPENED.dot(), placed(B))), order.bodies());
  }

  @Test
  void twoBodiesWithEffectsArePublishedM15() {
    Order order = order(OPENED, APPROVED, OTHER_OPENED, at(9, dot("n3", 3), approved(B, "tx-2")));

    assertEquals(A, order.placed().orElseThrow().fingerprint());
    assertTrue(order.conflicts().stream().anyMatch(c -> c.kind() == Conflict.Kind.TWO_BODIES));
  }

  @Test
  void orderAndRepetitionOfFactsDoNotMatter() {
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      List<Recorded> facts = randomFacts(random);
      List<Recorded> again = new ArrayList<>(facts);
      for (Recorded fact : facts) {
        if (random.nextBoolean()) {
          again.add(fact);
        }
      }
      Collections.shuffle(again, random);

      assertEquals(described(Order.of(ID, facts)), described(Order.of(ID, again)), "seed " + seed);
    }
  }

  @Test
  void versionsCompareAndMergeWithoutClocks() {
    OrderVersion less = order(OPENED, INTENT).version();
    OrderVersion more = order(OPENED, INTENT, APPROVED).version();
    OrderVersion beside = order(OPENED, DECLINED).version();

    assertTrue(more.includes(less));
    assertFalse(less.includes(more));
    assertFalse(more.includes(beside));
    assertTrue(more.merge(beside).includes(beside));
    assertEquals(more, OrderVersion.parse(more.toString()));
    assertEquals(order().version(), OrderVersion.parse(order().version().toString()));
  }

  private static Order order(Recorded... facts) {
    return Order.of(ID, List.of(facts));
  }

  private static List<Recorded> randomFacts(Random random) {
    List<Recorded> facts = new ArrayList<>();
    long[] seqs = new long[3];
    for (int i = random.nextInt(12); i > 0; i--) {
      int node = random.nextInt(3);
      Dot dot = dot("n" + node, ++seqs[node]);
      String body = random.nextInt(3) == 0 ? B : A;
      Dot target = dot("n" + random.nextInt(3), 1 + random.nextInt(4));
      OrderFact fact =
          switch (random.nextInt(7)) {
            case 0 -> new Opened(placed(body));
            case 1 -> new Withdrawn(target);
            case 2 -> new NotSent(target, "x");
            case 3 -> approved(body, "tx-" + random.nextInt(2));
            case 4 -> declined(body);
            case 5 -> new Unrecognized("later");
            default -> intent(body);
          };
      facts.add(at(random.nextInt(4), dot, fact));
    }
    return facts;
  }

  private static List<Object> described(Order order) {
    return List.of(
        order.status(),
        order.placed(),
        order.bodies(),
        order.attempts(),
        order.conflicts(),
        order.authorizedAmount(),
        order.capturedAmount(),
        order.declineCode(),
        order.version(),
        order.recorded(),
        order.createdAt(),
        order.updatedAt());
  }
}
