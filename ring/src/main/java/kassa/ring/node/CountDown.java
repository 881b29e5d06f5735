package kassa.ring.node;

import java.util.concurrent.atomic.AtomicInteger;

/** Runs something once it was itself run so many times. Any thread may run it. */
final class CountDown implements Runnable {
  private final AtomicInteger left;
  private final Runnable then;

  CountDown(int times, Runnable then) {
    this.left = new AtomicInteger(times);
    this.then = then;
  }

  @Override
  public void run() {
    if (left.decrementAndGet() == 0) {
      then.run();
    }
  }
}
