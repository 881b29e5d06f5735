package kassa.gateway.merchant;

import java.util.function.Supplier;
import kassa.ring.smallstate.SmallState;

/** The merchants by the present small state; worked out once for each. Any thread may call. */
public final class KnownMerchants implements Supplier<Merchants> {
  private record Reading(SmallState of, Merchants merchants) {}

  private final Supplier<SmallState> state;
  private volatile Reading last = new Reading(SmallState.EMPTY, Merchants.of(SmallState.EMPTY));

  public KnownMerchants(Supplier<SmallState> state) {
    this.state = state;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // every change makes another one; this is asked per call
  public Merchants get() {
    SmallState now = state.get();
    Reading reading = last;
    if (reading.of() != now) {
      reading = new Reading(now, Merchants.of(now));
      last = reading;
    }
    return reading.merchants();
  }
}
