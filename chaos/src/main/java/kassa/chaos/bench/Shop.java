package kassa.chaos.bench;

import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.time.Year;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import kassa.gateway.console.Endpoint;

/** What all loads of a bench share: one thread, the connections, and the orders to place. */
final class Shop implements AutoCloseable {
  private final NioEventLoopGroup group =
      new NioEventLoopGroup(1, new DefaultThreadFactory("bench", true));
  private final EventLoop loop = group.next();
  private final MerchantLines lines;
  private final OrderForm form;
  private final LongSupplier nanoClock;
  private final Duration deadline;

  /**
   * Opens; connections are made when they are needed.
   *
   * @param nodes the merchant API's addresses; the first checkout goes to the first
   * @param nanoClock as {@link System#nanoTime}
   * @param deadline for the first node, from the intended start, and again for the second. Too
   *     small, and answers that a node still gives in time count as failures.
   */
  Shop(
      List<Endpoint> nodes,
      String apiKey,
      String run,
      Year thisYear,
      LongSupplier nanoClock,
      Duration deadline) {
    this.lines = new MerchantLines(nodes, apiKey, loop);
    this.form = OrderForm.of(run, thisYear);
    this.nanoClock = nanoClock;
    this.deadline = deadline;
  }

  EventLoop loop() {
    return loop;
  }

  MerchantLines lines() {
    return lines;
  }

  OrderForm form() {
    return form;
  }

  long nanos() {
    return nanoClock.getAsLong();
  }

  Duration deadline() {
    return deadline;
  }

  /** Looks at what the event loop counts, on the event loop. */
  <T> T ask(Callable<T> question) throws InterruptedException {
    try {
      return loop.submit(question).get();
    } catch (java.util.concurrent.ExecutionException bug) {
      throw new IllegalStateException(bug.getCause());
    }
  }

  @Override
  public void close() {
    loop.execute(lines::close);
    var unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
