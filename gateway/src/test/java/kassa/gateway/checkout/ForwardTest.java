package kassa.gateway.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kassa.gateway.checkout.CheckoutAnswer.KeyReused;
import kassa.gateway.checkout.CheckoutAnswer.NothingHappened;
import kassa.gateway.checkout.CheckoutAnswer.Ordered;
import kassa.gateway.checkout.CheckoutAnswer.OutcomeUnknown;
import kassa.gateway.checkout.CheckoutAnswer.Why;
import kassa.ring.FactSet;
import kassa.ring.NodeId;
import kassa.ring.replication.HedgeBudget;
import org.junit.jupiter.api.Test;

class ForwardTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  private static final Instant DEADLINE = START.plusSeconds(4);
  private static final Duration HEDGE = Duration.ofMillis(300);
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");
  private static final NodeId N3 = new NodeId("n3");

  private static final CheckoutAnswer ORDERED = new Ordered(FactSet.EMPTY, Copies.TWO, false);
  private static final CheckoutAnswer AWAY = new NothingHappened(Why.PARTNER_AWAY);
  private static final CheckoutAnswer TOO_FEW = new NothingHappened(Why.TOO_FEW_REPLICAS);
  private static final CheckoutAnswer TOO_LATE = new NothingHappened(Why.TOO_LATE);
  private static final CheckoutAnswer CLOCK_OFF = new NothingHappened(Why.CLOCK_OFF);
  private static final CheckoutAnswer REUSED = new KeyReused();
  private static final CheckoutAnswer UNKNOWN = new OutcomeUnknown();

  private final Set<NodeId> away = new HashSet<>();
  private final HedgeBudget budget = new HedgeBudget(1);
  private final Forward forward =
      new Forward(
          DEADLINE,
          Budget.DEFAULT,
          List.of(N1, N2, N3),
          HEDGE,
          budget,
          node -> !away.contains(node));
  private final List<NodeId> handedTo = new ArrayList<>();
  private Optional<CheckoutAnswer> reply = Optional.empty();
  private Instant now = START;

  @Test
  void theFirstNodeOfThePreferenceListIsTheHome() {
    start();

    assertEquals(List.of(N1), handedTo);
    assertFalse(forward.hasReplied());

    answer(N1, ORDERED);
    assertEquals(Optional.of(ORDERED), reply);
    assertTrue(forward.hasReplied());
  }

  @Test
  void aHomeWhoseClockIsOffIsFollowedByAnother() {
    start();
    answer(N1, CLOCK_OFF);
    assertEquals(List.of(N1, N2), handedTo);
    assertEquals(Optional.empty(), reply);

    answer(N2, ORDERED);
    assertEquals(Optional.of(ORDERED), reply);
  }

  @Test
  void aClockThatIsSetBackKeepsNobodyWaiting() {
    start();

    now = START.minusSeconds(3_600);
    perform(forward.tick(now));

    assertEquals(Optional.of(UNKNOWN), reply);
  }

  @Test
  void whereNoOtherHomeCanBeReachedTheMerchantIsToldThatNothingHappened() {
    away.addAll(Set.of(N2, N3));
    start();
    answer(N1, CLOCK_OFF);

    assertEquals(Optional.of(CLOCK_OFF), reply);
  }

  @Test
  void aHomeThatSaysTooLateWhileThereIsTimeHasAnotherTimeAndIsFollowedByAnother() {
    start();
    answer(N1, TOO_LATE);

    assertEquals(List.of(N1, N2), handedTo);
    assertEquals(Optional.empty(), reply);
  }

  @Test
  void nodesOutOfReachAreSkipped() {
    away.addAll(Set.of(N1, N2));
    start();

    assertEquals(List.of(N3), handedTo);
  }

  @Test
  void withNobodyInReachNothingHappened() {
    away.addAll(Set.of(N1, N2, N3));
    start();

    assertEquals(Optional.of(TOO_FEW), reply);
  }

  @Test
  void aCheckoutThatIsTakenUpJustInTimeHasAHome() {
    now = DEADLINE.minusMillis(2_401);
    start();

    assertEquals(List.of(N1), handedTo);
  }

  @Test
  void aCheckoutThatIsTakenUpWithoutTimeForAnAppendAndAMessageIsHandedToNobody() {
    now = DEADLINE.minusMillis(2_400);
    start();

    assertEquals(List.of(), handedTo);
    assertEquals(Optional.of(TOO_LATE), reply);
  }

  @Test
  void aCheckoutThatWaitedWhileTheNodeStoodStillIsHandedToNobody() {
    perform(forward.start(true, now));

    assertEquals(List.of(), handedTo);
    assertEquals(Optional.of(new NothingHappened(Why.OVERLOADED)), reply);
  }

  @Test
  void aHomeThatConfirmsInTimeIsWaitedFor() {
    start();
    for (int i = 0; i < 10; i++) {
      after(HEDGE.minusMillis(1));
      perform(forward.received(N1, now));
    }

    assertEquals(List.of(N1), handedTo);
  }

  @Test
  void aHomeSilentForTheHedgeTimeIsHedgedOnTheBudget() {
    start();
    after(HEDGE);

    assertEquals(List.of(N1, N2), handedTo);
  }

  @Test
  void withoutBudgetASlowHomeIsWaitedForAndOneWhoseNodeFellSilentIsNot() {
    assertTrue(budget.spend());
    start();

    after(HEDGE);
    after(HEDGE);
    assertEquals(List.of(N1), handedTo);

    away.add(N1);
    after(HEDGE);
    assertEquals(List.of(N1, N2), handedTo);
  }

  @Test
  void aSilentHomeThatIsSkippedCostsNoBudget() {
    start();
    away.add(N1);
    after(HEDGE);

    assertEquals(List.of(N1, N2), handedTo);
    assertTrue(budget.spend());
  }

  @Test
  void aHedgeThatNobodyCanTakeCostsNoBudget() {
    start();
    away.addAll(Set.of(N2, N3));
    after(HEDGE);

    assertEquals(List.of(N1), handedTo);
    assertTrue(budget.spend());
  }

  @Test
  void aHomeThatGoesIsReplacedAtOnce() {
    start();
    perform(forward.unreachable(N1, now));
    assertEquals(List.of(N1, N2), handedTo);

    perform(forward.unreachable(N1, now));
    assertEquals(List.of(N1, N2), handedTo);
  }

  @Test
  void aSilentHomeIsNotSpokenForByAnotherM5() {
    start();
    after(HEDGE);
    answer(N2, TOO_FEW);
    answer(N3, TOO_FEW);
    assertEquals(Optional.empty(), reply);

    answer(N1, TOO_FEW);
    assertEquals(Optional.of(TOO_FEW), reply);
  }

  @Test
  void aHomeThatStaysSilentMakesItUnknownAtTheDeadlineM5() {
    start();
    after(HEDGE);
    answer(N2, AWAY);
    answer(N3, AWAY);
    now = DEADLINE;
    after(Duration.ZERO);

    assertEquals(Optional.of(UNKNOWN), reply);
  }

  @Test
  void aHomeThatWentMayHaveSentM5() {
    start();
    perform(forward.unreachable(N1, now));
    answer(N2, TOO_LATE);
    assertEquals(Optional.empty(), reply);

    now = DEADLINE;
    after(Duration.ZERO);
    assertEquals(Optional.of(UNKNOWN), reply);
  }

  @Test
  void whatReachedTooFewMayDoBetterElsewhere() {
    start();
    answer(N1, TOO_FEW);
    assertEquals(List.of(N1, N2), handedTo);

    answer(N2, ORDERED);
    assertEquals(Optional.of(ORDERED), reply);
  }

  @Test
  void whenNobodyDoesBetterTheLastDefiniteWordIsTold() {
    start();
    answer(N1, TOO_FEW);
    answer(N2, AWAY);
    answer(N3, TOO_FEW);

    assertEquals(List.of(N1, N2, N3), handedTo);
    assertEquals(Optional.of(TOO_FEW), reply);
  }

  @Test
  void tooLateIsTooLateEverywhere() {
    start();
    now = Budget.DEFAULT.recordBy(DEADLINE);
    answer(N1, TOO_LATE);

    assertEquals(List.of(N1), handedTo);
    assertEquals(Optional.of(TOO_LATE), reply);
  }

  @Test
  void whoCannotTellLeavesItUnknownUnlessAnotherFindsTheOrderM5() {
    start();
    answer(N1, UNKNOWN);
    assertEquals(List.of(N1, N2), handedTo);
    answer(N2, TOO_FEW);
    answer(N3, TOO_FEW);

    assertEquals(Optional.of(UNKNOWN), reply);
  }

  @Test
  void aReusedKeyIsHandedToNobodyElseM15() {
    start();
    answer(N1, REUSED);

    assertEquals(List.of(N1), handedTo);
    assertEquals(Optional.of(REUSED), reply);
  }

  @Test
  void aReusedKeyNeedsAWordFromEveryHandedNodeTooM15() {
    start();
    after(HEDGE);
    answer(N2, REUSED);
    assertEquals(Optional.empty(), reply);
    assertEquals(List.of(N1, N2), handedTo);

    answer(N1, TOO_FEW);
    assertEquals(Optional.of(REUSED), reply);
  }

  @Test
  void aReusedKeyBesideOneWhoCannotTellIsUnknownM15() {
    start();
    after(HEDGE);
    answer(N2, REUSED);
    answer(N1, UNKNOWN);

    assertEquals(Optional.of(UNKNOWN), reply);
  }

  @Test
  void aLateOrderOfAnEarlierHomeIsToldToo() {
    start();
    after(HEDGE);
    answer(N1, ORDERED);

    assertEquals(Optional.of(ORDERED), reply);
  }

  @Test
  void theMerchantIsToldOnce() {
    start();
    answer(N1, ORDERED);
    answer(N2, UNKNOWN);
    now = DEADLINE;
    after(Duration.ZERO);

    assertEquals(Optional.of(ORDERED), reply);
  }

  private void start() {
    perform(forward.start(false, now));
  }

  private void after(Duration time) {
    now = now.plus(time);
    perform(forward.tick(now));
  }

  private void answer(NodeId node, CheckoutAnswer answer) {
    perform(forward.answered(node, answer, now));
  }

  private void perform(List<ForwardEffect> effects) {
    for (ForwardEffect effect : effects) {
      if (effect instanceof ForwardEffect.HandTo hand) {
        handedTo.add(hand.node());
      } else if (effect instanceof ForwardEffect.Reply told) {
        assertEquals(Optional.empty(), reply, "told twice");
        reply = Optional.of(told.answer());
      }
    }
  }

  @Test
  void whereThereIsNoRoomAnotherNodeIsTheHome() {
    start();
    assertEquals(List.of(N1), handedTo);

    answer(N1, new NothingHappened(Why.NO_ROOM));

    assertEquals(List.of(N1, N2), handedTo);
  }
}
