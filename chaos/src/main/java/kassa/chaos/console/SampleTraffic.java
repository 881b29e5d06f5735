package kassa.chaos.console;

import java.time.Duration;
import java.time.Year;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import kassa.gateway.console.Endpoint;
import kassa.gateway.console.MerchantHttpClient;
import kassa.gateway.console.Refusal;
import kassa.gateway.console.SampleOrder;

/**
 * A shop that sells a little all the time: three orders a second, one card in twelve declined, each
 * order to the next node.
 */
final class SampleTraffic implements AutoCloseable {
  private static final long PERIOD_MILLIS = 333;
  private static final int DECLINED_ONE_IN = 12;
  private static final String DECLINED_CARD = "4000000000000002";
  private static final int REMEMBERED = 60;

  private final ScheduledExecutorService clerks =
      Executors.newScheduledThreadPool(
          4,
          work -> {
            Thread thread = new Thread(work, "sample traffic");
            thread.setDaemon(true);
            return thread;
          });
  private final MerchantHttpClient client =
      new MerchantHttpClient("sk_test_demo", Duration.ofSeconds(6));
  private final List<Endpoint> nodes;
  private final Year year;
  private final Deque<Long> latencies = new ArrayDeque<>();
  private long sent;
  private long paid;
  private long declined;
  private long failed;

  /**
   * Starts to sell.
   *
   * @param nodes where; nothing is sold when there are none
   * @param year the present one; cards expire later
   */
  SampleTraffic(List<Endpoint> nodes, Year year) {
    this.nodes = List.copyOf(nodes);
    this.year = year;
    for (int clerk = 0; clerk < 4 && !nodes.isEmpty(); clerk++) {
      var unused =
          clerks.scheduleAtFixedRate(
              this::sell, clerk * PERIOD_MILLIS, 4 * PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * How sales go.
   *
   * @param medianMillis of the latest orders
   */
  record Sales(long paid, long declined, long failed, long medianMillis) {}

  synchronized Sales sales() {
    List<Long> sorted = new ArrayList<>(latencies);
    Collections.sort(sorted);
    long median = sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    return new Sales(paid, declined, failed, median);
  }

  private void sell() {
    long number = next();
    SampleOrder order = SampleOrder.approved("sample-" + number, year);
    if (number % DECLINED_ONE_IN == 0) {
      order =
          new SampleOrder(
              order.reference(), 4_900, "SEK", DECLINED_CARD, order.expiry(), "automatic");
    }
    long start = System.nanoTime();
    int status;
    try {
      status = client.place(rotated(number), UUID.randomUUID().toString(), order.json()).status();
    } catch (Refusal nobody) {
      status = 0;
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return;
    }
    count(status, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  private synchronized long next() {
    return ++sent;
  }

  private synchronized void count(int status, long millis) {
    if (status == 402) {
      declined++;
    } else if (status >= 200 && status < 300) {
      paid++;
    } else {
      failed++;
    }
    latencies.addLast(millis);
    if (latencies.size() > REMEMBERED) {
      latencies.removeFirst();
    }
  }

  private List<Endpoint> rotated(long number) {
    List<Endpoint> rotated = new ArrayList<>(nodes);
    Collections.rotate(rotated, (int) (number % nodes.size()));
    return rotated;
  }

  @Override
  public void close() {
    clerks.shutdownNow();
  }
}
