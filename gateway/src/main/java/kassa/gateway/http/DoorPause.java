package kassa.gateway.http;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * While requests are turned away, the thread of all connections pauses between two looks at them.
 * What comes meanwhile is then read in one go: woken for each request, the thread would cost those
 * who work more by being woken than by what it does. On that thread.
 */
final class DoorPause {
  /** Too small, and it saves nothing; too large, and everybody waits that much longer. */
  static final long MILLIS = 5;

  private boolean due;

  /** A request was turned away: there will be a pause after what is ready now. */
  void after(Executor connections) {
    if (!due) {
      due = true;
      connections.execute(
          () -> {
            due = false;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(MILLIS));
          });
    }
  }
}
