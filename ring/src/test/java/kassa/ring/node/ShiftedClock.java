package kassa.ring.node;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Supplier;

/** A wall clock that is off, as the test says. */
public final class ShiftedClock extends Clock {
  private final Clock right = Clock.systemUTC();
  private final Supplier<Duration> ahead;

  public ShiftedClock(Supplier<Duration> ahead) {
    this.ahead = ahead;
  }

  @Override
  public Instant instant() {
    return right.instant().plus(ahead.get());
  }

  @Override
  public ZoneId getZone() {
    return right.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("nobody needs it");
  }
}
