package kassa.gateway.http;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * While requests are turned away, the thread of all connections pauses between two looks at them,
 * the longer the more they are. What comes meanwhile is then read in one go: woken for each
 * request, the thread would cost those who work more by being woken than by what it does. On that
 * thread.
 */
final class DoorPause {
  /**
   * Too small, and who asks again at once takes the machine from those who are served; too large,
   * and everybody waits that much longer.
   */
  static final long MOST_MILLIS = 50;

  private int refused;

  /** A request was turned away: there will be a pause after what is ready now. */
  void after(Executor connections) {
    if (refused++ == 0) {
      connections.execute(
          () -> {
            long millis = Math.min(refused, MOST_MILLIS);
            refused = 0;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
          });
    }
  }
}
