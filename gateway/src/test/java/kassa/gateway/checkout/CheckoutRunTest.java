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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import kassa.gateway.card.AuthorizationResult;
import kassa.gateway.card.DeclineCode;
import kassa.gateway.checkout.CheckoutAnswer.KeyReused;
import kassa.gateway.checkout.CheckoutAnswer.NothingHappened;
import kassa.gateway.checkout.CheckoutAnswer.Ordered;
import kassa.gateway.checkout.CheckoutAnswer.OutcomeUnknown;
import kassa.gateway.checkout.CheckoutAnswer.Why;
import kassa.gateway.codec.OrderFactCodec;
import kassa.gateway.order.Order;
import kassa.gateway.order.OrderFact.NotSent;
import kassa.gateway.order.OrderFact.Opened;
import kassa.gateway.order.OrderFact.Withdrawn;
import kassa.gateway.order.OrderStatus;
import kassa.gateway.order.Recorded;
import kassa.ring.Invariant;
import org.junit.jupiter.api.Test;

class CheckoutRunTest {
  private static final AuthorizationResult YES =
      new AuthorizationResult.Approved("tx-1", "A1B2C3", false);
  private static final AuthorizationResult NO =
      new AuthorizationResult.Declined(DeclineCode.INSUFFICIENT_FUNDS);
  private static final AuthorizationResult SILENCE = new AuthorizationResult.Unknown("no answer");
  private static final AuthorizationResult NOT_SENT =
      new AuthorizationResult.NotSent("connection refused");

  private static final Recorded OPENED_2 = at(1, dot("n2", 1), new Opened(placed(A)));
  private static final Recorded INTENT_2 = at(1, dot("n2", 2), intent(A));
  private static final Recorded NOT_SENT_2 = at(2, dot("n2", 3), new NotSent(dot("n2", 2), "away"));
  private static final Recorded APPROVED_2 = at(3, dot("n2", 4), approved(A, "tx-1"));
  private static final Recorded DECLINED_2 = at(3, dot("n2", 4), declined(A));
  private static final Recorded OPENED_B = at(2, dot("n3", 1), new Opened(placed(B)));
  private static final Recorded INTENT_B = at(2, dot("n3", 2), intent(B));
  private static final Recorded APPROVED_B = at(3, dot("n3", 3), approved(B, "tx-2"));

  private static final Instant TOO_LATE_TO_RECORD = DEADLINE.minusMillis(1_400);
  private static final Instant TOO_LATE_TO_SEND = DEADLINE.minusMillis(400);
  private static final Instant TIME_TO_TELL = DEADLINE.minusMillis(100);

  private final Rehearsal home = new Rehearsal();

  @Test
  void anApprovedCheckoutIsStoredTwiceAndThenTold() {
    home.start();
    assertEquals(List.of(new Opened(placed(A)), intent(A)), home.appending());

    home.stored();
    assertInstanceOf(RunEffect.Authorize.class, home.last());
    assertEquals(Optional.empty(), home.answer());

    home.heard(YES);
    assertEquals(List.of(approved(A, "tx-1")), home.appending());
    assertEquals(Optional.empty(), home.answer());

    home.stored();
    assertEquals(OrderStatus.AUTHORIZED, toldStatus());
    assertFalse(told().replayed());
    assertTrue(home.run.isFinished());
    assertEquals(1, home.messagesSent());
  }

  @Test
  void anEvictedOrderIsReadFirstAndReplayedR9() {
    home.startEvicted(OPENED_2, INTENT_2, APPROVED_2);
    assertInstanceOf(RunEffect.Read.class, home.last());

    home.found(OPENED_2, INTENT_2, APPROVED_2);
    assertInstanceOf(RunEffect.Ensure.class, home.last());
    home.stored(OPENED_2, INTENT_2, APPROVED_2);

    assertEquals(OrderStatus.AUTHORIZED, toldStatus());
    assertTrue(told().replayed());
    assertEquals(0, home.messagesSent());
  }

  @Test
  void anEvictedOrderThatCannotBeReadIsNotToldAndNothingIsRecordedR9() {
    home.startEvicted(OPENED_2, INTENT_2, APPROVED_2).unreachable();

    assertEquals(Optional.of(new OutcomeUnknown()), home.answer());
    assertInstanceOf(RunEffect.Read.class, home.last());
    assertTrue(home.run.isFinished());
  }

  @Test
  void anEvictedOrderOfAnotherBodyIsAConflictR9() {
    home.startEvicted(OPENED_B, INTENT_B, APPROVED_B).found(OPENED_B, INTENT_B, APPROVED_B);

    assertEquals(Optional.of(new KeyReused()), home.answer());
    assertEquals(0, home.messagesSent());
  }

  @Test
  void aStubInAnAcknowledgementStopsTheCheckoutR9() {
    home.start().unread(OPENED_2, INTENT_2, APPROVED_2);
    assertInstanceOf(NotSent.class, home.appending().get(0));

    home.unread(OPENED_2, INTENT_2, APPROVED_2);

    assertEquals(Optional.of(new OutcomeUnknown()), home.answer());
    assertEquals(0, home.messagesSent());
  }

  @Test
  void aStubThatTurnsUpAfterTheMoneyLeftHidesTheOutcomeUntilItIsReadR9() {
    home.start().stored().heard(YES).unread(OPENED_B, INTENT_B);
    assertInstanceOf(RunEffect.Ensure.class, home.last());
    assertEquals(Optional.empty(), home.answer());

    home.unread(OPENED_B, INTENT_B).unread(OPENED_B, INTENT_B);

    assertEquals(Optional.of(new OutcomeUnknown()), home.answer());
  }

  @Test
  void aDeclineIsStoredAndThenToldM13() {
    home.start().stored().heard(NO);
    assertEquals(List.of(declined(A)), home.appending());

    home.stored();
    assertEquals(OrderStatus.DECLINED, toldStatus());
  }

  @Test
  void theQuestionCarriesReferenceTraceAndAmountOfTheIntentM7() {
    home.start().stored();

    RunEffect.Authorize authorize = (RunEffect.Authorize) home.last();
    assertEquals(Outcomes.question(intent(A), placed(A)), authorize.authorization());
    assertEquals(intent(A).reference(), authorize.authorization().reference().value());
    assertEquals(Rehearsal.START.plusSeconds(1), authorize.deadline());
  }

  @Test
  void anApprovalOnThisDiskIsAdoptedAndToldOnceItIsOnWPlacesM8() {
    home.start(OPENED_2, INTENT_2, APPROVED_2);
    assertInstanceOf(RunEffect.Ensure.class, home.last());
    assertEquals(Optional.empty(), home.answer());

    home.stored();
    assertEquals(OrderStatus.AUTHORIZED, toldStatus());
    assertTrue(told().replayed());
    assertEquals(0, home.messagesSent());
  }

  @Test
  void anApprovalThatTheAcksBringBackIsAdoptedAndTheOwnIntentTakenBackM8() {
    home.start().stored(OPENED_2, INTENT_2, APPROVED_2);
    assertEquals(List.of(new NotSent(dot("n1", 2), "outcome known")), home.appending());

    home.stored();
    assertInstanceOf(RunEffect.Ensure.class, home.last());

    home.stored(OPENED_2, INTENT_2, APPROVED_2);
    assertEquals(OrderStatus.AUTHORIZED, toldStatus());
    assertTrue(told().replayed());
    assertEquals(0, home.messagesSent());
  }

  @Test
  void aDeclineThatTheAcksBringBackIsToldWithoutAsking() {
    home.start().stored(OPENED_2, INTENT_2, DECLINED_2).stored().stored(DECLINED_2);

    assertEquals(OrderStatus.DECLINED, toldStatus());
    assertEquals(0, home.messagesSent());
  }

  @Test
  void anotherBodyThatTheAcksBringBackMakesItWithdrawBeforeItSaysSoM15() {
    home.start().stored(OPENED_B, INTENT_B);
    assertEquals(
        List.of(new NotSent(dot("n1", 2), "another body stands"), new Withdrawn(dot("n1", 1))),
        home.appending());
    assertEquals(Optional.empty(), home.answer());

    home.stored();
    assertEquals(Optional.of(new KeyReused()), home.answer());
    assertEquals(0, home.messagesSent());
  }

  @Test
  void anotherBodyOnThisDiskIsRefusedAtOnceM15() {
    home.start(OPENED_B, INTENT_B);

    assertEquals(Optional.of(new KeyReused()), home.answer());
    assertTrue(home.run.isFinished());
  }

  @Test
  void anotherBodyIsNoReasonToForgetWhatMayHaveLeftByOthersM15() {
    home.start(OPENED_2, INTENT_2, OPENED_B, INTENT_B);

    assertEquals(Optional.of(new OutcomeUnknown()), home.answer());
  }

  @Test
  void anotherBodyLearnedAfterTheMoneyLeftChangesNothingM15() {
    home.start().stored().heard(YES).stored(OPENED_B, INTENT_B);

    assertEquals(OrderStatus.AUTHORIZED, toldStatus());
  }

  @Test
  void tooFewReplicasAreTakenBackBeforeNothingHappenedIsToldM4() {
    home.start().tooFew();
    assertEquals(List.of(new NotSent(dot("n1", 2), "too_few_replicas")), home.appending());
    assertEquals(Optional.empty(), home.answer());

    home.tooFew();
    assertEquals(Optional.of(new NothingHappened(Why.TOO_FEW_REPLICAS)), home.answer());
    assertEquals(0, home.messagesSent());
  }

  @Test
  void tooFewReplicasThatKnowOfAnotherHomesIntentMakeItUnknownM5() {
    home.start().tooFew(OPENED_2, INTENT_2).tooFew();

    assertEquals(Optional.of(new OutcomeUnknown()), home.answer());
  }

  @Test
  void aVoidIntentOfAnotherHomeLeavesNothingHappenedTrueM5() {
    home.start().tooFew(OPENED_2, INTENT_2, NOT_SENT_2).tooFew();

    assertEquals(Optional.of(new NothingHappened(Why.TOO_FEW_REPLICAS)), home.answer());
  }

  @Test
  void anIntentThatCameToThisDiskMeanwhileMakesItUnknownM5() {
    home.start().tooFew();
    home.run.learn(Copies.of(OPENED_2, INTENT_2));
    home.tooFew();

    assertEquals(Optional.of(new OutcomeUnknown()), home.answer());
  }

  @Test
  void anIntentThatCameToThisDiskMeanwhileCountsForWhoWouldJoinM15() {
    home.start().stored();
    home.run.learn(Copies.of(OPENED_B, INTENT_B));

    assertEquals(Optional.of(new OutcomeUnknown()), home.run.join(Rehearsal.checkout(B)));
  }

  @Test
  void aCheckoutThatLayTooLongSendsAndStoresNothingM3() {
    home.at(TOO_LATE_TO_SEND).start();

    assertEquals(Optional.of(new NothingHappened(Why.TOO_LATE)), home.answer());
    assertEquals(0, home.messagesSent());
    assertTrue(home.run.isFinished());
  }

  @Test
  void aCheckoutThatLayTooLongBesideAnIntentIsUnknownM5() {
    home.at(TOO_LATE_TO_SEND).start(OPENED_2, INTENT_2);

    assertEquals(Optional.of(new OutcomeUnknown()), home.answer());
  }

  @Test
  void whatMightHaveToBeTakenBackIsNotRecorded() {
    home.at(TOO_LATE_TO_RECORD).start();

    assertEquals(Optional.of(new NothingHappened(Why.TOO_LATE)), home.answer());
    assertTrue(home.run.isFinished());
  }

  @Test
  void besideAnIntentOfAnotherHomeItIsTriedToTheEnd() {
    home.at(TOO_LATE_TO_RECORD).start(OPENED_2, INTENT_2);

    assertEquals(List.of(new Opened(placed(A)), intent(A)), home.appending());
  }

  @Test
  void aDeadlineThatPassesWhileTheIntentIsStoredKeepsTheMoneyHereM3() {
    home.start().at(TOO_LATE_TO_SEND).stored();
    assertEquals(List.of(new NotSent(dot("n1", 2), "too_late")), home.appending());

    home.stored();
    assertEquals(Optional.of(new NothingHappened(Why.TOO_LATE)), home.answer());
    assertEquals(0, home.messagesSent());
  }

  @Test
  void aClockThatIsSetBackDoesNotUndoTooLateM3() {
    home.start().at(TOO_LATE_TO_SEND).stored().at(Rehearsal.START).stored();

    assertEquals(Optional.of(new NothingHappened(Why.TOO_LATE)), home.answer());
    assertEquals(0, home.messagesSent());
  }

  @Test
  void withAClockThatIsOffNothingBegins() {
    home.start().clockOff();

    assertEquals(Optional.of(new NothingHappened(Why.CLOCK_OFF)), home.answer());
    assertTrue(home.run.isFinished());
  }

  @Test
  void withAClockThatIsOffBesideAnIntentOfAnotherHomeItIsUnknownM5() {
    home.start().clockOff(OPENED_2, INTENT_2);

    assertEquals(Optional.of(new OutcomeUnknown()), home.answer());
    assertTrue(home.run.isFinished());
  }

  @Test
  void aClockThatIsSetBackByAnHourKeepsNobodyWaiting() {
    home.start().stored();

    home.at(Rehearsal.START.minusSeconds(3_600)).tick();

    assertTrue(home.answer().isPresent());
  }

  @Test
  void anOutcomeWaitsUntilTheClockIsRightAndIsToldIfThatIsInTime() {
    home.start().stored().heard(YES).clockOff();
    assertEquals(Optional.empty(), home.answer());

    home.after(Duration.ofMillis(99)).tick();
    assertEquals(1, home.appends());
    home.after(Duration.ofMillis(1)).tick();
    assertEquals(2, home.appends(), "it tries again");

    home.stored();
    assertEquals(OrderStatus.AUTHORIZED, toldStatus());
    assertTrue(home.run.isFinished());
  }

  @Test
  void anOutcomeThatCannotBeRecordedInTimeIsProcessingAndRecordedLater() {
    home.start().stored().heard(YES).clockOff().at(TIME_TO_TELL).tick().clockOff();
    assertEquals(OrderStatus.PROCESSING, toldStatus());
    assertFalse(home.run.isFinished());

    home.at(DEADLINE.plusSeconds(3_600)).tick();
    assertEquals(List.of(approved(A, "tx-1")), home.appending());
    home.stored();
    assertTrue(home.run.isFinished());
  }

  @Test
  void withAClockThatIsOffNothingIsTakenBackAndSoNothingHappenedIsNotToldM4() {
    home.start().stored().heard(NOT_SENT).clockOff().at(TIME_TO_TELL).tick();
    assertEquals(Optional.of(new OutcomeUnknown()), home.answer());

    home.stored();
    assertEquals(List.of(new NotSent(dot("n1", 2), "partner_away")), home.appending());
    assertTrue(home.run.isFinished());
  }

  @Test
  void whoWaitsForAClockIsNotKeptByItsBeingSetBack() {
    home.start().stored().heard(YES).clockOff();

    home.at(Rehearsal.START.minusSeconds(3_600)).tick();

    assertEquals(2, home.appends());
  }

  @Test
  void silenceIsRepeatedWhileTheCustomerWaitsM8() {
    home.start().stored().after(Duration.ofSeconds(1)).heard(SILENCE);
    assertEquals(1, home.messagesSent());

    home.after(Duration.ofMillis(99)).tick();
    assertEquals(1, home.messagesSent());

    home.after(Duration.ofMillis(1)).tick();
    assertInstanceOf(RunEffect.Repeat.class, home.last());

    home.heard(YES).stored();
    assertEquals(OrderStatus.AUTHORIZED, toldStatus());
  }

  @Test
  void silenceUntilTheDeadlineIsProcessingM6() {
    home.start().stored().at(TOO_LATE_TO_SEND).heard(SILENCE);

    assertEquals(OrderStatus.PROCESSING, toldStatus());
    assertEquals(List.of(new Opened(placed(A)), intent(A)), Copies.contents(told().facts()));
    assertTrue(home.run.isFinished());
  }

  @Test
  void anAnswerThatComesAfterProcessingWasToldIsStoredAllTheSame() {
    home.start().stored().at(TIME_TO_TELL).tick();
    assertEquals(OrderStatus.PROCESSING, toldStatus());
    assertFalse(home.run.isFinished());

    home.at(DEADLINE.plusSeconds(1)).heard(YES);
    assertEquals(List.of(approved(A, "tx-1")), home.appending());
    assertEquals(Budget.DEFAULT.takeBack(), ((RunEffect.Append) home.last()).timeout());

    home.stored();
    assertTrue(home.run.isFinished());
  }

  @Test
  void aRefusedConnectionIsTakenBackBeforeNothingHappenedIsToldM4() {
    home.start().stored().heard(NOT_SENT);
    assertEquals(List.of(new NotSent(dot("n1", 2), "partner_away")), home.appending());
    assertEquals(Optional.empty(), home.answer());

    home.tooFew();
    assertEquals(Optional.of(new NothingHappened(Why.PARTNER_AWAY)), home.answer());
  }

  @Test
  void aRepeatThatDidNotLeaveIsNeverNotSentM4() {
    home.start().stored().heard(SILENCE).after(Duration.ofMillis(100)).tick().heard(NOT_SENT);
    assertInstanceOf(RunEffect.Repeat.class, home.last());
    assertEquals(Optional.empty(), home.answer());

    home.at(TOO_LATE_TO_SEND).tick();
    assertEquals(OrderStatus.PROCESSING, toldStatus());
    assertTrue(Copies.contents(home.disk()).stream().noneMatch(f -> f instanceof NotSent));
  }

  @Test
  void theFirstMessageBesideAnotherHomesIntentIsMarkedAsARepeatM8() {
    home.start(OPENED_2, INTENT_2).stored();

    assertInstanceOf(RunEffect.Repeat.class, home.last());
  }

  @Test
  void aMessageThatDidNotLeaveBesideAnotherHomesIntentIsTakenBackAndUnknownM5() {
    home.start(OPENED_2, INTENT_2).stored().heard(NOT_SENT);
    assertEquals(List.of(new NotSent(dot("n1", 2), "cannot tell")), home.appending());

    home.stored();
    assertEquals(Optional.of(new OutcomeUnknown()), home.answer());
  }

  @Test
  void anIntentTakenBackDoesNotMakeAnOrderStandHoweverFewPlacesKnowM4() {
    home.start(OPENED_2, INTENT_2).stored().heard(NOT_SENT).tooFew();

    assertEquals(Optional.of(new OutcomeUnknown()), home.answer());
  }

  @Test
  void anOutcomeThatIsNotOnWPlacesIsEnsuredBeforeItIsTold() {
    home.start().stored().heard(YES).tooFew();
    RunEffect.Ensure ensure = assertInstanceOf(RunEffect.Ensure.class, home.last());
    assertEquals(List.of(approved(A, "tx-1")), Copies.contents(ensure.facts()));
    assertEquals(Optional.empty(), home.answer());

    home.stored();
    assertEquals(OrderStatus.AUTHORIZED, toldStatus());
    assertFalse(told().replayed());
  }

  @Test
  void anOutcomeThatStaysShortOfWPlacesIsNotToldButProcessing() {
    home.start().stored().heard(YES).tooFew().tooFew().tooFew();

    assertEquals(OrderStatus.PROCESSING, toldStatus());
    assertEquals(List.of(new Opened(placed(A)), intent(A)), Copies.contents(told().facts()));
    assertTrue(home.run.isFinished());
  }

  @Test
  void anOutcomeOfAnotherHomeThatStaysShortOfWPlacesIsUnknown() {
    home.start(OPENED_2, INTENT_2, APPROVED_2).tooFew().tooFew();

    assertEquals(Optional.of(new OutcomeUnknown()), home.answer());
  }

  @Test
  void timeToTellWhileTheFirstAppendIsUnderWayIsUnknownAndIsTakenBackAfter() {
    home.start().at(TIME_TO_TELL).tick();
    assertEquals(Optional.of(new OutcomeUnknown()), home.answer());

    home.stored();
    assertEquals(List.of(new NotSent(dot("n1", 2), "too_late")), home.appending());

    home.stored();
    assertTrue(home.run.isFinished());
    assertEquals(0, home.messagesSent());
  }

  @Test
  void timeToTellWhileItTakesBackIsUnknownForWhatIsTakenBackDoesNotStand() {
    home.start().at(TOO_LATE_TO_SEND).stored().at(TIME_TO_TELL).tick();

    assertEquals(Optional.of(new OutcomeUnknown()), home.answer());
  }

  @Test
  void theSameBodyJoinsAndGetsTheSameAnswerM1() {
    home.start().stored();

    assertEquals(Optional.empty(), home.run.join(Rehearsal.checkout(A)));
    assertFalse(home.run.hasAnswered());

    home.heard(YES).stored();
    assertTrue(home.run.hasAnswered());
  }

  @Test
  void anotherBodyDoesNotJoinAndIsRefusedAtOnceM15() {
    home.start();
    assertEquals(Optional.of(new KeyReused()), home.run.join(Rehearsal.checkout(B)));

    home.stored();
    assertEquals(Optional.of(new KeyReused()), home.run.join(Rehearsal.checkout(B)));
  }

  @Test
  void anotherBodyThatMayHaveLeftByOthersIsUnknownToItM15() {
    home.start().stored().heard(YES).stored(OPENED_B, INTENT_B);
    Rehearsal second = new Rehearsal();
    second.start().stored(OPENED_B, INTENT_B);

    assertEquals(Optional.of(new OutcomeUnknown()), second.run.join(Rehearsal.checkout(B)));
  }

  @Test
  void anotherBodyThatWasApprovedElsewhereIsNotToldThatItBoundNothingM15() {
    home.start().stored(OPENED_B, INTENT_B, APPROVED_B);

    assertFalse(home.run.hasAnswered());
    assertEquals(Optional.of(new OutcomeUnknown()), home.run.join(Rehearsal.checkout(B)));
  }

  @Test
  void moneyNeverLeavesByAPolicyThatForgetsTheIntentM2() {
    CheckoutPolicy hasty =
        new CheckoutPolicy() {
          @Override
          public NextStep next(Order order, Waiting who, Instant now) {
            return new NextStep.Send(false);
          }
        };
    CheckoutRun run =
        new CheckoutRun(
            Rehearsal.checkout(A), intent(A), dot("n1", 1).actor().node(), Budget.DEFAULT, hasty);

    assertThrows(Invariant.Violated.class, () -> run.start(Copies.of(), Rehearsal.START));
  }

  private Ordered told() {
    return assertInstanceOf(Ordered.class, home.answer().orElseThrow());
  }

  private OrderStatus toldStatus() {
    return OrderFactCodec.order(ID, told().facts()).status();
  }
}
