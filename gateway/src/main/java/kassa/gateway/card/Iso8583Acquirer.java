package kassa.gateway.card;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import kassa.ring.Bound;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An acquirer that speaks {@linkplain Iso8583Dialect our dialect of ISO 8583} on one TCP
 * connection, many requests in flight, answers matched by the full reference. The connection is
 * made again for ever, with a growing pause.
 *
 * <p>A request is refused as NotSent at once while there is no connection; nothing is kept for
 * later, because whether to try later is the checkout's decision. A repeat is refused the same way,
 * and its caller knows that the first message had left (rule M4).
 *
 * <p>Stages complete up to {@value #TICK_MILLIS} ms before their deadline.
 */
public final class Iso8583Acquirer implements CardProcessor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Iso8583Acquirer.class);
  private static final long TICK_MILLIS = 10;

  private final AcquirerSettings settings;
  private final Clock clock;
  private final Consumer<Boolean> connectionChanged;
  private final ScheduledExecutorService ticker;
  private final Thread connector;
  private final CountDownLatch closing = new CountDownLatch(1);

  /** Before it has signed on; only there to be closed. */
  private volatile @Nullable Iso8583Connection opening;

  private volatile @Nullable Iso8583Connection current;

  private Iso8583Acquirer(
      AcquirerSettings settings, Clock clock, Consumer<Boolean> connectionChanged) {
    this.settings = settings;
    this.clock = clock;
    this.connectionChanged = connectionChanged;
    this.connector = new Thread(this::connectForEver, "acquirer-" + settings.name() + "-reader");
    connector.setDaemon(true);
    this.ticker =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "acquirer-" + settings.name() + "-clock");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts to connect and returns at once.
   *
   * @param clock what deadlines are read against, once, when a request is made; a later jump of the
   *     clock moves no deadline
   * @param connectionChanged told whether a connection stands, on the thread that reads answers:
   *     must not block or throw
   */
  public static Iso8583Acquirer start(
      AcquirerSettings settings, Clock clock, Consumer<Boolean> connectionChanged) {
    Iso8583Acquirer acquirer = new Iso8583Acquirer(settings, clock, connectionChanged);
    acquirer.connector.start();
    long echo = settings.echoInterval().toMillis();
    acquirer.every(TICK_MILLIS, acquirer::expire);
    acquirer.every(echo, acquirer::echo);
    return acquirer;
  }

  @Override
  public String acquirer() {
    return settings.name();
  }

  @Override
  public CompletionStage<AuthorizationResult> authorize(
      Authorization authorization, CardDetails card, Instant deadline) {
    Iso8583Question question = new Iso8583Question(authorization, Iso8583Question.Kind.FIRST);
    return ask(question, Iso8583Dialect.encode(question.message(card)), deadline);
  }

  @Override
  public CompletionStage<AuthorizationResult> repeat(
      Authorization authorization, CardDetails card, Instant deadline) {
    Iso8583Question question = new Iso8583Question(authorization, Iso8583Question.Kind.REPEAT);
    return ask(question, Iso8583Dialect.encode(question.message(card)), deadline);
  }

  @Override
  public CompletionStage<AuthorizationResult> inquire(
      Authorization authorization, Instant deadline) {
    Iso8583Question question = new Iso8583Question(authorization, Iso8583Question.Kind.INQUIRY);
    return ask(question, Iso8583Dialect.encode(question.message()), deadline);
  }

  @Override
  public boolean connected() {
    Iso8583Connection connection = current;
    return connection != null && connection.isOpen();
  }

  /** What the acquirer is asked at once. */
  public List<Bound> bounds() {
    Iso8583Connection connection = current;
    String beyond = "not sent: asked again, then 503 partner_away";
    return List.of(
        Bound.of("acquirer.in_flight", settings.maxInFlight(), "requests", beyond)
            .used(connection == null ? 0 : connection.inFlight()),
        Bound.of("acquirer.queue", settings.writeQueue(), "requests", beyond)
            .used(connection == null ? 0 : connection.unwritten()),
        Bound.of("acquirer.silence", settings.silence().toMillis(), "ms", "connects anew"));
  }

  /** Ends the connection and settles what waits; requests from now on are NotSent. */
  @Override
  public void close() {
    closing.countDown();
    ticker.shutdownNow();
    closeQuietly(opening);
    connector.interrupt();
  }

  private CompletionStage<AuthorizationResult> ask(
      Iso8583Question question, byte[] message, Instant deadline) {
    Iso8583Connection connection = current;
    if (connection == null) {
      return notSent("no connection to the acquirer");
    }
    Duration left = Duration.between(clock.instant(), deadline);
    if (left.isNegative() || left.isZero()) {
      return notSent("the deadline has passed");
    }
    return connection.send(question, message, System.nanoTime() + nanos(left));
  }

  private void connectForEver() {
    int failures = 0;
    while (closing.getCount() > 0) {
      boolean[] signedOn = {false};
      try {
        connectOnce(() -> signedOn[0] = true);
      } catch (IOException | MalformedMessage e) {
        failures = signedOn[0] ? 1 : failures + 1;
        if (failures == 1 && closing.getCount() > 0) {
          // Neither message holds anything of what was sent.
          LOG.warn("acquirer {}: {}", settings.name(), e.getMessage());
        }
      }
      pause(Math.max(1, failures));
    }
  }

  private void connectOnce(Runnable signedOn) throws IOException, MalformedMessage {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(settings.host(), settings.port()),
          Math.toIntExact(settings.connectTimeout().toMillis()));
      Iso8583Connection connection = new Iso8583Connection(socket, settings);
      opening = connection;
      if (closing.getCount() == 0) {
        // Closed in between: close() may have missed this connection.
        return;
      }
      connection.run(
          clock.instant(),
          () -> {
            signedOn.run();
            current = connection;
            LOG.info("acquirer {}: connected", settings.name());
            connectionChanged.accept(true);
          });
    } finally {
      if (current != null) {
        current = null;
        connectionChanged.accept(false);
      }
    }
  }

  private void pause(int failures) {
    long millis =
        settings.reconnectPause(failures, ThreadLocalRandom.current().nextDouble()).toMillis();
    try {
      if (closing.await(millis, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      // Only close() interrupts, and the loop asks for that.
      return;
    }
  }

  private void expire() {
    Iso8583Connection connection = current;
    if (connection != null) {
      connection.expire(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS));
    }
  }

  private void echo() {
    Iso8583Connection connection = current;
    if (connection != null) {
      connection.echo(clock.instant());
    }
  }

  private void every(long millis, Runnable task) {
    var running = ticker.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
    assert !running.isDone();
  }

  private void closeQuietly(@Nullable Iso8583Connection connection) {
    if (connection == null) {
      return;
    }
    try {
      connection.close();
    } catch (IOException e) {
      LOG.debug("acquirer {}: while closing", settings.name(), e);
    }
  }

  private static long nanos(Duration left) {
    // Deadlines are seconds away; a caller's "never" must not overflow.
    return left.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1).toNanos() : left.toNanos();
  }

  private static CompletionStage<AuthorizationResult> notSent(String why) {
    return CompletableFuture.completedFuture(new AuthorizationResult.NotSent(why));
  }
}
