package kassa.gateway.checkout;

import static kassa.gateway.order.OrderSamples.A;
import static kassa.gateway.order.OrderSamples.B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import kassa.gateway.card.CardDetails;
import kassa.gateway.card.Trace;
import kassa.gateway.checkout.CheckoutAnswer.KeyReused;
import kassa.gateway.checkout.CheckoutAnswer.NothingHappened;
import kassa.gateway.checkout.CheckoutAnswer.Why;
import kassa.gateway.checkout.CheckoutHome.Caller;
import kassa.gateway.order.OrderId;
import kassa.gateway.order.OrderKeys;
import kassa.gateway.order.OrderSamples;
import kassa.ring.AppendOutcome;
import kassa.ring.FactSet;
import kassa.ring.NodeId;
import kassa.ring.Replicas;
import org.junit.jupiter.api.Test;

class CheckoutHomeTest {
  private static final Instant NOW = OrderSamples.DEADLINE.minusSeconds(4);
  private static final Caller FIRST = new Caller(new NodeId("n1"), 1);
  private static final Caller SECOND = new Caller(new NodeId("n2"), 7);
  private static final Caller THIRD = new Caller(new NodeId("n3"), 1);
  private static final OrderId OTHER = new OrderId("ord_" + "1".repeat(26));

  private boolean room = true;
  private final CheckoutHome home = home(2);

  private CheckoutHome home(int mostRuns) {
    return new CheckoutHome(
        new NodeId("n1"),
        new OrderKeys(new byte[OrderKeys.MIN_SECRET]),
        "sandbox",
        Budget.DEFAULT,
        new CheckoutPolicy(),
        () -> room,
        mostRuns,
        Duration.ofMillis(100));
  }

  @Test
  void aSecondRequestForAnOrderThatRunsJoinsItAndIsToldTheSame() {
    List<HomeEffect> began = handed(FIRST, OrderSamples.ID, A);
    List<HomeEffect> joined = handed(SECOND, OrderSamples.ID, A);

    assertEquals(List.of(RunEffect.WakeAt.class, RunEffect.Append.class), steps(began));
    assertEquals(List.of(), joined);
    assertEquals(1, home.inFlight());

    List<HomeEffect> told = home.tick(OrderSamples.DEADLINE);
    CheckoutAnswer unknown = new CheckoutAnswer.OutcomeUnknown();
    assertTrue(told.contains(new HomeEffect.Tell(FIRST, unknown)), told::toString);
    assertTrue(told.contains(new HomeEffect.Tell(SECOND, unknown)), told::toString);
  }

  @Test
  void anotherBodyUnderTheKeyOfAnOrderThatRunsIsToldApart() {
    handed(FIRST, OrderSamples.ID, A);

    List<HomeEffect> told = handed(SECOND, OrderSamples.ID, B);

    assertEquals(1, told.size());
    HomeEffect.Tell tell = (HomeEffect.Tell) told.get(0);
    assertEquals(SECOND, tell.caller());
    assertTrue(
        tell.answer() instanceof KeyReused
            || tell.answer() instanceof CheckoutAnswer.OutcomeUnknown);
  }

  @Test
  void aMessageThatComesTwiceIsOneCheckoutAlsoWhenTheFirstIsAnsweredM5() {
    Instant late = OrderSamples.DEADLINE.plusMillis(1);
    Checkout checkout = checkout(OrderSamples.ID, A);
    List<HomeEffect> first = home.handed(FIRST, checkout, () -> FactSet.EMPTY, trace(), late);

    // The clock was set back meanwhile: by itself, the checkout would not be too late any more.
    List<HomeEffect> again = home.handed(FIRST, checkout, () -> FactSet.EMPTY, trace(), NOW);

    assertTrue(
        first.contains(new HomeEffect.Tell(FIRST, new NothingHappened(Why.TOO_LATE))),
        first::toString);
    assertEquals(List.of(), again);
    assertEquals(0, home.inFlight());
  }

  @Test
  void whatIsTurnedAwayBesideAnIntentOnThisDiskIsUnknownM5() {
    handed(FIRST, new OrderId("ord_" + "2".repeat(26)), A);
    handed(THIRD, OTHER, A);
    FactSet intent =
        Copies.of(OrderSamples.at(1, OrderSamples.dot("n2", 1), OrderSamples.intent(A)));

    List<HomeEffect> told =
        home.handed(SECOND, checkout(OrderSamples.ID, A), () -> intent, trace(), NOW);

    CheckoutAnswer unknown = new CheckoutAnswer.OutcomeUnknown();
    assertEquals(List.of(new HomeEffect.Tell(SECOND, unknown)), told);
  }

  @Test
  void anotherBodyIsToldApartByWhatThisDiskHoldsByNowM15() {
    handed(FIRST, OrderSamples.ID, A);
    FactSet intent =
        Copies.of(OrderSamples.at(1, OrderSamples.dot("n2", 1), OrderSamples.intent(B)));

    List<HomeEffect> told =
        home.handed(SECOND, checkout(OrderSamples.ID, B), () -> intent, trace(), NOW);

    CheckoutAnswer unknown = new CheckoutAnswer.OutcomeUnknown();
    assertEquals(List.of(new HomeEffect.Tell(SECOND, unknown)), told);
  }

  @Test
  void moreThanItsBoundIsTurnedAwayAndNothingHappensToIt() {
    handed(FIRST, OrderSamples.ID, A);
    handed(THIRD, OTHER, A);

    List<HomeEffect> told = handed(SECOND, new OrderId("ord_" + "2".repeat(26)), A);

    assertEquals(List.of(new HomeEffect.Tell(SECOND, new NothingHappened(Why.OVERLOADED))), told);
    assertEquals(2, home.inFlight());
  }

  @Test
  void theLastPlacesAreForOrdersOfWhichTheDiskHoldsSomething() {
    CheckoutHome nearlyFull = home(8);
    for (int i = 0; i < 7; i++) {
      OrderId order = new OrderId("ord_" + "%026d".formatted(i));
      Caller caller = new Caller(new NodeId("n1"), 100 + i);
      nearlyFull.handed(caller, checkout(order, A), () -> FactSet.EMPTY, trace(), NOW);
    }
    FactSet placed =
        Copies.of(OrderSamples.at(1, OrderSamples.dot("n2", 1), OrderSamples.intent(A)));

    List<HomeEffect> fresh =
        nearlyFull.handed(FIRST, checkout(OTHER, A), () -> FactSet.EMPTY, trace(), NOW);
    nearlyFull.handed(SECOND, checkout(OrderSamples.ID, A), () -> placed, trace(), NOW);

    assertEquals(List.of(new HomeEffect.Tell(FIRST, new NothingHappened(Why.OVERLOADED))), fresh);
    assertEquals(8, nearlyFull.inFlight());
  }

  @Test
  void whoeverWaitsHearsThatItStillRunsEveryHalfHedge() {
    handed(FIRST, OrderSamples.ID, A);
    handed(SECOND, OrderSamples.ID, A);

    assertEquals(List.of(), home.tick(NOW.plusMillis(99)));
    assertEquals(
        List.of(new HomeEffect.Receipt(FIRST), new HomeEffect.Receipt(SECOND)),
        home.tick(NOW.plusMillis(100)));
    assertEquals(List.of(), home.tick(NOW.plusMillis(199)));
  }

  @Test
  void aRequestThatComesTooLateIsToldSoAndLeavesNothing() {
    List<HomeEffect> effects =
        home.handed(
            FIRST,
            checkout(OrderSamples.ID, A),
            () -> FactSet.EMPTY,
            trace(),
            OrderSamples.DEADLINE.plusMillis(1));

    assertTrue(
        effects.contains(new HomeEffect.Tell(FIRST, new NothingHappened(Why.TOO_LATE))),
        effects::toString);
    assertEquals(0, home.inFlight());
  }

  @Test
  void aDeadlineSetByAClockThatIsAheadLeavesNoMoreTimeThanAnother() {
    Instant behind = NOW.minusSeconds(3_600);
    List<HomeEffect> began =
        home.handed(FIRST, checkout(OrderSamples.ID, A), () -> FactSet.EMPTY, trace(), behind);
    assertEquals(List.of(RunEffect.WakeAt.class, RunEffect.Append.class), steps(began));

    List<HomeEffect> told = home.tick(behind.plusSeconds(4));

    CheckoutAnswer unknown = new CheckoutAnswer.OutcomeUnknown();
    assertTrue(told.contains(new HomeEffect.Tell(FIRST, unknown)), told::toString);
  }

  @Test
  void aHomeWhoseClockIsOffLooksAtItsOwnDiskBeforeItSaysThatNothingHappenedM5() {
    handed(FIRST, OrderSamples.ID, A);
    handed(SECOND, OTHER, A);
    FactSet intent =
        Copies.of(OrderSamples.at(1, OrderSamples.dot("n2", 1), OrderSamples.intent(A)));

    assertEquals(
        List.of(new HomeEffect.Tell(FIRST, new CheckoutAnswer.OutcomeUnknown())),
        home.appended(1, Copies.CLOCK_OFF, () -> intent, NOW));
    assertEquals(
        List.of(new HomeEffect.Tell(SECOND, new NothingHappened(Why.CLOCK_OFF))),
        home.appended(2, Copies.CLOCK_OFF, () -> FactSet.EMPTY, NOW));
    assertEquals(0, home.inFlight());
  }

  @Test
  void aResultForARunThatIsOverIsPassedOver() {
    assertEquals(List.of(), home.appended(99, tooFew(), () -> FactSet.EMPTY, NOW));
  }

  private List<HomeEffect> handed(Caller caller, OrderId order, String fingerprint) {
    return home.handed(caller, checkout(order, fingerprint), () -> FactSet.EMPTY, trace(), NOW);
  }

  private static Checkout checkout(OrderId order, String fingerprint) {
    return new Checkout(
        order,
        OrderSamples.placed(fingerprint),
        new CardDetails("4242424242424242", 2030, 12, "123"),
        OrderSamples.DEADLINE);
  }

  private AppendOutcome tooFew() {
    return new AppendOutcome.TooFewReplicas(FactSet.EMPTY, new Replicas(2, 1, 3, 0, false));
  }

  private static Trace trace() {
    return new Trace(1, NOW);
  }

  private static List<Class<?>> steps(List<HomeEffect> effects) {
    return effects.stream()
        .filter(e -> e instanceof HomeEffect.Step)
        .<Class<?>>map(e -> ((HomeEffect.Step) e).effect().getClass())
        .toList();
  }

  @Test
  void theBoundThatIsShownIsTheOneThatHolds() {
    long most = home.bound().limit();
    for (int i = 0; i < most; i++) {
      handed(new Caller(new NodeId("n1"), 100 + i), new OrderId("ord_" + "%026d".formatted(i)), A);
    }
    assertEquals(OptionalLong.of(most), home.bound().use());

    List<HomeEffect> told = handed(new Caller(new NodeId("n1"), 200), OrderSamples.ID, A);

    assertEquals(1, told.size());
    assertEquals(
        new CheckoutAnswer.NothingHappened(Why.OVERLOADED),
        ((HomeEffect.Tell) told.get(0)).answer());
  }

  @Test
  void withoutRoomNothingBeginsAndWhatHasBegunGoesOn() {
    handed(FIRST, OrderSamples.ID, A);
    room = false;

    List<HomeEffect> refused = handed(SECOND, OTHER, A);
    List<HomeEffect> joined = handed(THIRD, OrderSamples.ID, A);

    assertEquals(List.of(new HomeEffect.Tell(SECOND, new NothingHappened(Why.NO_ROOM))), refused);
    assertEquals(List.of(), joined);
    assertEquals(1, home.inFlight());
  }
}
