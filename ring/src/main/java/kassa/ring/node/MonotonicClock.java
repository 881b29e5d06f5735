package kassa.ring.node;

import java.util.concurrent.TimeUnit;

/** Milliseconds that never go back and know no date. */
final class MonotonicClock {
  private MonotonicClock() {}

  static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
