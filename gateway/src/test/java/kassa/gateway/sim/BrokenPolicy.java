package kassa.gateway.sim;

import java.time.Instant;
import kassa.gateway.checkout.CheckoutAnswer.Why;
import kassa.gateway.checkout.CheckoutPolicy;
import kassa.gateway.checkout.NextStep;
import kassa.gateway.checkout.OwnPart;
import kassa.gateway.checkout.Waiting;
import kassa.gateway.order.Order;
import kassa.ring.sim.World;

/** What comes next for an order, with the bug that is planted, if any. */
final class BrokenPolicy extends CheckoutPolicy {
  private final World world;

  private BrokenPolicy(World world) {
    this.world = world;
  }

  static CheckoutPolicy of(World world) {
    return new BrokenPolicy(world);
  }

  @Override
  public NextStep next(Order order, Waiting who, Instant now) {
    if (!(who instanceof Waiting.Customer customer)) {
      return super.next(order, who, now);
    }
    if (world.planted(Mutant.NOT_SENT_FOR_A_FAILED_REPEAT) && customer.own().lastNotSent()) {
      OwnPart own = customer.own();
      OwnPart once =
          new OwnPart(own.opened(), own.intent(), own.stored(), 1, true, own.pauseUntil());
      return super.next(order, new Waiting.Customer(customer.body(), customer.goOnBy(), once), now);
    }
    if (world.planted(Mutant.SEND_AFTER_THE_DEADLINE)) {
      return super.next(
          order, new Waiting.Customer(customer.body(), Instant.MAX, customer.own()), now);
    }
    NextStep step = super.next(order, who, now);
    if (world.planted(Mutant.A_FAILED_BEGIN_IS_NOT_TAKEN_BACK)
        && step instanceof NextStep.TakeBack) {
      return new NextStep.TellNothingHappened(Why.TOO_FEW_REPLICAS);
    }
    if (world.planted(Mutant.AN_EXPIRED_INTENT_NEVER_LEFT)
        && !now.isBefore(customer.goOnBy())
        && (step instanceof NextStep.TellProcessing || step instanceof NextStep.TellUnknown)) {
      return new NextStep.TellNothingHappened(Why.TOO_LATE);
    }
    return step;
  }
}
