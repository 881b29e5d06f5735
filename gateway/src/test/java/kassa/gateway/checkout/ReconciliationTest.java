package kassa.gateway.checkout;

import static kassa.gateway.order.OrderSamples.A;
import static kassa.gateway.order.OrderSamples.B;
import static kassa.gateway.order.OrderSamples.DEADLINE;
import static kassa.gateway.order.OrderSamples.ID;
import static kassa.gateway.order.OrderSamples.approved;
import static kassa.gateway.order.OrderSamples.at;
import static kassa.gateway.order.OrderSamples.declined;
import static kassa.gateway.order.OrderSamples.dot;
import static kassa.gateway.order.OrderSamples.intent;
import static kassa.gateway.order.OrderSamples.placed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import kassa.gateway.card.AuthorizationResult;
import kassa.gateway.card.DeclineCode;
import kassa.gateway.checkout.Reconciliation.Asked;
import kassa.gateway.checkout.Reconciliation.Plan;
import kassa.gateway.checkout.Reconciliation.Question;
import kassa.gateway.order.Order;
import kassa.gateway.order.OrderFact.Intent;
import kassa.gateway.order.OrderFact.NotSent;
import kassa.gateway.order.OrderFact.Opened;
import kassa.gateway.order.OrderFact.Withdrawn;
import kassa.gateway.order.Recorded;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
  private static final Recorded OPENED = at(1, dot("n1", 1), new Opened(placed(A)));
  private static final Recorded INTENT = at(1, dot("n1", 2), intent(A));
  private static final Recorded VOID = at(2, dot("n1", 3), new NotSent(dot("n1", 2), "away"));
  private static final Recorded APPROVED = at(3, dot("n2", 1), approved(A, "tx-1"));
  private static final Recorded OPENED_B = at(2, dot("n3", 1), new Opened(placed(B)));
  private static final Recorded INTENT_B = at(2, dot("n3", 2), intent(B));

  private static final Question QUESTION =
      new Question(intent(A), Outcomes.question(intent(A), placed(A)));
  private static final Instant DUE = DEADLINE.plusSeconds(2);

  private final Reconciliation reconciliation =
      new Reconciliation(new CheckoutPolicy(), Pace.DEFAULT);

  @Test
  void whatIsKnownNeedsNobody() {
    assertEquals(new Plan.Settled(), plan(DUE));
    assertEquals(new Plan.Settled(), plan(DUE, OPENED, INTENT, VOID));
    assertEquals(new Plan.Settled(), plan(DUE, OPENED, INTENT, APPROVED));
  }

  @Test
  void theHomeHasTimeToLearnItItselfFirst() {
    assertEquals(new Plan.WaitUntil(DUE), plan(DUE.minusMillis(1), OPENED, INTENT));
    assertEquals(new Plan.Inquire(List.of(QUESTION)), plan(DUE, OPENED, INTENT));
  }

  @Test
  void ownersAskOneAfterTheOther() {
    Order order = order(OPENED, INTENT);

    assertEquals(
        new Plan.WaitUntil(DUE.plusSeconds(10)), reconciliation.plan(order, 2, Asked.NEVER, DUE));
    assertInstanceOf(
        Plan.Inquire.class, reconciliation.plan(order, 2, Asked.NEVER, DUE.plusSeconds(10)));
  }

  @Test
  void theLatestDeadlineOfAnIntentThatMayHaveLeftCounts() {
    Intent a = intent(A);
    Recorded later =
        at(
            2,
            dot("n2", 2),
            new Intent(
                1,
                A,
                a.acquirer(),
                a.reference(),
                a.amount(),
                a.capture(),
                18,
                a.transmittedAt(),
                DEADLINE.plusSeconds(60)));
    Recorded laterVoid = at(3, dot("n2", 3), new NotSent(dot("n2", 2), "away"));

    assertEquals(new Plan.WaitUntil(DUE.plusSeconds(60)), plan(DUE, OPENED, INTENT, later));
    assertInstanceOf(Plan.Inquire.class, plan(DUE, OPENED, INTENT, later, laterVoid));
  }

  @Test
  void aDeadlineByAClockThatWasAheadIsNotWaitedFor() {
    Instant yesterday = DEADLINE.minusSeconds(86_400);

    assertInstanceOf(Plan.Inquire.class, plan(yesterday, OPENED, INTENT));
  }

  @Test
  void whatIsNotFoundIsAskedAgainEverMoreSeldomAndForEverM9() {
    Order order = order(OPENED, INTENT);
    Asked asked = Asked.NEVER;
    Instant now = DUE;
    List<Long> pauses =
        List.of(2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L, 300L, 300L, 300L, 300L);
    for (long pause : pauses) {
      asked = asked.again(now);
      Instant next = now.plusSeconds(pause);

      assertEquals(
          new Plan.WaitUntil(next), reconciliation.plan(order, 0, asked, next.minusMillis(1)));
      assertInstanceOf(Plan.Inquire.class, reconciliation.plan(order, 0, asked, next));
      now = next;
    }

    Asked often = new Asked(Integer.MAX_VALUE, now);
    assertEquals(
        new Plan.WaitUntil(now.plusSeconds(300)), reconciliation.plan(order, 0, often, now));
  }

  @Test
  void anInquiryNeedsTheBodySoThatItIsReadFirstWhereItIsMissing() {
    assertEquals(new Plan.Read(), plan(DUE, INTENT));
    assertEquals(new Plan.Read(), plan(DUE, OPENED, INTENT, INTENT_B));
  }

  @Test
  void aWithdrawnBodyTellsWhatToAskAboutToo() {
    Recorded withdrawn = at(3, dot("n1", 3), new Withdrawn(dot("n1", 1)));

    assertEquals(new Plan.Inquire(List.of(QUESTION)), plan(DUE, OPENED, withdrawn, INTENT));
  }

  @Test
  void eachAttemptWithoutOutcomeIsAskedAbout() {
    Plan.Inquire plan =
        assertInstanceOf(Plan.Inquire.class, plan(DUE, OPENED, INTENT, OPENED_B, INTENT_B));

    assertEquals(
        List.of(A, B), plan.questions().stream().map(q -> q.intent().fingerprint()).toList());
  }

  @Test
  void anApprovalFoundIsAdoptedM8() {
    assertEquals(
        Optional.of(approved(A, "tx-1")),
        Reconciliation.learned(
            QUESTION, new AuthorizationResult.Approved("tx-1", "A1B2C3", false)));
  }

  @Test
  void aDeclineFoundIsAdoptedM13() {
    assertEquals(
        Optional.of(declined(A)),
        Reconciliation.learned(
            QUESTION, new AuthorizationResult.Declined(DeclineCode.INSUFFICIENT_FUNDS)));
  }

  @Test
  void whatIsNoLastWordSettlesNothingM9() {
    List<AuthorizationResult> open =
        List.of(
            new AuthorizationResult.NotFound(),
            new AuthorizationResult.Unknown("no answer"),
            new AuthorizationResult.NotSent("connection refused"));

    for (AuthorizationResult result : open) {
      assertEquals(Optional.empty(), Reconciliation.learned(QUESTION, result));
    }
  }

  private Plan plan(Instant now, Recorded... facts) {
    return reconciliation.plan(order(facts), 0, Asked.NEVER, now);
  }

  private static Order order(Recorded... facts) {
    return Order.of(ID, List.of(facts));
  }
}
