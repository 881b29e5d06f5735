package kassa.gateway.checkout;

import static kassa.gateway.order.OrderSamples.A;
import static kassa.gateway.order.OrderSamples.approved;
import static kassa.gateway.order.OrderSamples.at;
import static kassa.gateway.order.OrderSamples.declined;
import static kassa.gateway.order.OrderSamples.dot;
import static kassa.gateway.order.OrderSamples.intent;
import static kassa.gateway.order.OrderSamples.placed;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import kassa.gateway.checkout.CheckoutAnswer.NothingHappened;
import kassa.gateway.checkout.CheckoutAnswer.Ordered;
import kassa.gateway.checkout.CheckoutAnswer.OutcomeUnknown;
import kassa.gateway.checkout.CheckoutAnswer.Why;
import kassa.gateway.order.OrderFact;
import kassa.gateway.order.OrderFact.Opened;
import kassa.gateway.order.Recorded;
import org.junit.jupiter.api.Test;

class RingTimeTest {
  private static final Duration TOOK = Duration.ofSeconds(1);
  private static final Recorded OPENED = at(100, dot("n1", 1), new Opened(placed(A)));
  private static final Recorded INTENT = at(100, dot("n1", 2), intent(A));

  @Test
  void whatTheAcquirerTookIsNotTheRings() {
    assertEquals(ringTook(150), RingTime.of(told(false, outcome(950, approved(A, "t1"))), TOOK));
    assertEquals(ringTook(150), RingTime.of(told(false, outcome(950, declined(A))), TOOK));
  }

  @Test
  void aWaitForTheAcquirerSaysNothing() {
    assertEquals(Optional.empty(), RingTime.of(told(false), TOOK));
    assertEquals(Optional.empty(), RingTime.of(new NothingHappened(Why.PARTNER_AWAY), TOOK));
  }

  @Test
  void anOutcomeThatWasThereBeforeTookItNoTime() {
    assertEquals(Optional.of(TOOK), RingTime.of(told(true, outcome(950, approved(A, "t1"))), TOOK));
  }

  @Test
  void whatTheRingCouldNotDoInTimeIsItsOwn() {
    assertEquals(Optional.of(TOOK), RingTime.of(new NothingHappened(Why.TOO_FEW_REPLICAS), TOOK));
    assertEquals(Optional.of(TOOK), RingTime.of(new OutcomeUnknown(), TOOK));
  }

  @Test
  void anOutcomeThatSeemsOlderThanItsIntentTakesNothingAway() {
    assertEquals(Optional.of(TOOK), RingTime.of(told(false, outcome(50, declined(A))), TOOK));
  }

  private static Recorded outcome(long millis, OrderFact fact) {
    return at(millis, dot("n1", 3), fact);
  }

  private static Optional<Duration> ringTook(long millis) {
    return Optional.of(Duration.ofMillis(millis));
  }

  private static Ordered told(boolean replayed, Recorded... more) {
    Recorded[] all = new Recorded[2 + more.length];
    all[0] = OPENED;
    all[1] = INTENT;
    System.arraycopy(more, 0, all, 2, more.length);
    return new Ordered(Copies.of(all), Copies.TWO, replayed);
  }
}
