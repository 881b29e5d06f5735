package kassa.chaos.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import kassa.chaos.lab.LabFailure;
import kassa.gateway.console.Endpoint;
import kassa.gateway.node.SlowSocket;

/**
 * A crowd of slow sockets at some nodes; whoever is sent away comes again. It turns to each of them
 * once a second, some at a time, so that it takes little of a machine that it shares.
 */
final class SlowSockets implements AutoCloseable {
  private static final int SLICES = 50;
  private static final long ROUND_MILLIS = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final List<SlowSocket> sockets = new ArrayList<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread daemon = new Thread(work, "slow sockets");
            daemon.setDaemon(true);
            return daemon;
          });
  private final AtomicInteger connected = new AtomicInteger();
  private final AtomicInteger sentAway = new AtomicInteger();
  private final Future<?> turns;
  private int slice;

  private SlowSockets(List<Endpoint> nodes, int each) {
    SlowSocket.Way[] ways = SlowSocket.Way.values();
    for (int i = 0; i < each; i++) {
      for (Endpoint node : nodes) {
        sockets.add(
            new SlowSocket(ways[i % ways.length], new InetSocketAddress(node.host(), node.port())));
      }
    }
    turns =
        thread.scheduleWithFixedDelay(this::turn, 0, ROUND_MILLIS / SLICES, TimeUnit.MILLISECONDS);
  }

  /**
   * They begin to come, which takes some seconds; returns at once.
   *
   * @param each how many at each node
   */
  static SlowSockets come(List<Endpoint> nodes, int each) {
    return new SlowSockets(nodes, each);
  }

  private void turn() {
    try {
      for (int i = slice; i < sockets.size(); i += SLICES) {
        turnTo(sockets.get(i));
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    slice = (slice + 1) % SLICES;
  }

  private void turnTo(SlowSocket one) throws IOException {
    if (one.isConnected()) {
      one.goOn();
      if (one.isConnected()) {
        return;
      }
      sentAway.incrementAndGet();
      connected.decrementAndGet();
    }
    try {
      one.connect(PATIENCE);
      connected.incrementAndGet();
    } catch (SlowSocket.NotAccepted again) {
      // At its next turn.
    }
  }

  /**
   * How many are there now.
   *
   * @throws LabFailure when they do not come again any more
   */
  int connected() {
    if (turns.isDone()) {
      try {
        turns.get();
      } catch (ExecutionException broken) {
        throw new LabFailure("the slow sockets broke", broken);
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
      }
    }
    return connected.get();
  }

  /** How often one was sent away. */
  int sentAway() {
    return sentAway.get();
  }

  /** All go. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("the slow sockets do not end");
      }
      for (SlowSocket one : sockets) {
        one.close();
      }
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
