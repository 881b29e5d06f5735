package kassa.gateway.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.solab.iso8583.IsoMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import kassa.gateway.card.AuthorizationResult.Approved;
import kassa.gateway.card.AuthorizationResult.NotSent;
import kassa.gateway.card.AuthorizationResult.Unknown;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The adapter against a host that misbehaves in every way a test can think of. */
class Iso8583AcquirerTest {
  private static final Approved APPROVED = new Approved("tx1", "A1B2C3", true);
  private static final Duration NEVER = Duration.ofMinutes(5);

  private final Attempts attempts = new Attempts("ac");
  private final BlockingQueue<Boolean> connections = new LinkedBlockingQueue<>();
  private final List<Iso8583Acquirer> started = new ArrayList<>();
  private final ScriptedHost host;

  Iso8583AcquirerTest() throws IOException {
    host = new ScriptedHost();
  }

  @AfterEach
  void closeAll() throws IOException {
    started.forEach(Iso8583Acquirer::close);
    host.close();
  }

  @Test
  void aMatchingAnswerSettlesTheRequest() throws Exception {
    Iso8583Acquirer acquirer = connected(settings());
    CompletableFuture<AuthorizationResult> result = authorize(acquirer, attempts.of(100));

    host.send(ScriptedHost.approvalOf(host.request()));

    assertEquals(APPROVED, join(result));
  }

  @Test
  void answersInAnyOrderFindTheirRequestsThoughAllHaveTheSameTrace() throws Exception {
    Iso8583Acquirer acquirer = connected(settings());
    Trace shared = new Trace(1, Instant.parse("2026-03-04T05:06:07Z"));
    List<CompletableFuture<AuthorizationResult>> results = new ArrayList<>();
    List<IsoMessage> requests = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Authorization a = attempts.of(100 + i);
      results.add(
          authorize(
              acquirer,
              new Authorization(
                  a.reference(), shared, a.amount(), true, a.merchant(), a.merchantReference())));
      requests.add(host.request());
    }

    for (int i = 19; i >= 0; i--) {
      IsoMessage answer = ScriptedHost.approvalOf(requests.get(i));
      Iso8583Dialect.set(answer, Iso8583Dialect.TRANSACTION_ID, "tx" + i);
      host.send(answer);
    }

    for (int i = 0; i < 20; i++) {
      assertEquals(new Approved("tx" + i, "A1B2C3", true), join(results.get(i)));
    }
  }

  @Test
  void anAnswerAboutAnotherAmountIsNoAnswer() throws Exception {
    Iso8583Acquirer acquirer = connected(settings());
    CompletableFuture<AuthorizationResult> result = authorize(acquirer, attempts.of(100));

    IsoMessage answer = ScriptedHost.approvalOf(host.request());
    Iso8583Dialect.set(answer, Iso8583Dialect.AMOUNT, "99");
    host.send(answer);

    assertInstanceOf(Unknown.class, join(result));
  }

  @Test
  void anAnswerWithAnotherReferenceSettlesNobody() throws Exception {
    Iso8583Acquirer acquirer = connected(settings());
    CompletableFuture<AuthorizationResult> result = authorize(acquirer, attempts.of(100));
    IsoMessage request = host.request();

    IsoMessage foreign = ScriptedHost.approvalOf(request);
    Iso8583Dialect.set(foreign, Iso8583Dialect.REFERENCE, "f".repeat(32));
    Iso8583Dialect.set(foreign, Iso8583Dialect.TRANSACTION_ID, "another");
    host.send(foreign);
    host.send(ScriptedHost.approvalOf(request));

    assertEquals(APPROVED, join(result));
  }

  @Test
  void anAnswerThatComesTwiceDoesNoHarm() throws Exception {
    Iso8583Acquirer acquirer = connected(settings());
    CompletableFuture<AuthorizationResult> first = authorize(acquirer, attempts.of(100));
    IsoMessage answer = ScriptedHost.approvalOf(host.request());
    host.send(answer);
    host.send(answer);
    assertEquals(APPROVED, join(first));

    CompletableFuture<AuthorizationResult> next = authorize(acquirer, attempts.of(100));
    host.send(ScriptedHost.approvalOf(host.request()));

    assertEquals(APPROVED, join(next));
  }

  @Test
  void aFirstMessageIsNotToldNotSentByTheAnswerToItsRepeat() throws Exception {
    Iso8583Acquirer acquirer = connected(settings());
    Authorization attempt = attempts.of(100);
    CompletableFuture<AuthorizationResult> first = authorize(acquirer, attempt);
    IsoMessage request = host.request();
    CompletableFuture<AuthorizationResult> repeat =
        acquirer.repeat(attempt, Attempts.GOOD_CARD, soon()).toCompletableFuture();
    assertEquals(Iso8583Dialect.PURCHASE_REPEAT, host.request().getType());

    IsoMessage answer = ScriptedHost.approvalOf(request);
    Iso8583Dialect.set(answer, Iso8583Dialect.RESPONSE_CODE, ResponseCode.NOT_ROUTED);
    host.send(answer);

    assertInstanceOf(Unknown.class, join(first));
    assertInstanceOf(Unknown.class, join(repeat));
  }

  @Test
  void whatWasSentIsUnknownWhenTheHostHangsUp() throws Exception {
    Iso8583Acquirer acquirer = connected(settings());
    CompletableFuture<AuthorizationResult> result = authorize(acquirer, attempts.of(100));
    assertEquals(100, Integer.parseInt(amountOf(host.request())));

    host.hangUp();

    assertInstanceOf(Unknown.class, join(result));
    assertEquals(false, connections.poll(30, TimeUnit.SECONDS));
  }

  @Test
  void garbageEndsTheConnectionAndAllInFlightIsUnknown() throws Exception {
    Iso8583Acquirer acquirer = connected(settings());
    CompletableFuture<AuthorizationResult> one = authorize(acquirer, attempts.of(100));
    CompletableFuture<AuthorizationResult> two = authorize(acquirer, attempts.of(200));
    assertEquals("000000000100", amountOf(host.request()));
    assertEquals("000000000200", amountOf(host.request()));

    host.sendRaw("\0\u0010GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));

    assertInstanceOf(Unknown.class, join(one));
    assertInstanceOf(Unknown.class, join(two));
    assertEquals(false, connections.poll(30, TimeUnit.SECONDS));
    assertEquals(true, connections.poll(30, TimeUnit.SECONDS), "it connects again");
    CompletableFuture<AuthorizationResult> next = authorize(acquirer, attempts.of(300));
    host.send(ScriptedHost.approvalOf(host.request()));
    assertEquals(APPROVED, join(next));
  }

  @Test
  void aHostThatStopsAnsweringEchoesLosesItsConnection() throws Exception {
    Iso8583Acquirer acquirer = connected(settings(Duration.ofMillis(20), 8));
    host.stopAnsweringEchoes();
    CompletableFuture<AuthorizationResult> result =
        acquirer
            .authorize(attempts.of(100), Attempts.GOOD_CARD, Instant.now().plus(NEVER))
            .toCompletableFuture();

    // Silence counts from the last byte, so the request may have met the end of the line.
    assertFalse(join(result) instanceof Approved);
    assertEquals(false, connections.poll(30, TimeUnit.SECONDS));
    assertFalse(acquirer.connected());
  }

  @Test
  void aHostThatAcceptsAndSaysNothingIsNotConnected() throws Exception {
    host.stopAnsweringEchoes();
    Iso8583Acquirer acquirer = start(settings());

    assertInstanceOf(NotSent.class, join(authorize(acquirer, attempts.of(100))));
    assertFalse(acquirer.connected());
    assertFalse(host.hasRequest());
  }

  @Test
  void whereNobodyListensNothingIsSent() throws Exception {
    host.close();
    Iso8583Acquirer acquirer = start(settings());

    assertInstanceOf(NotSent.class, join(authorize(acquirer, attempts.of(100))));
    assertInstanceOf(
        NotSent.class, join(acquirer.inquire(attempts.of(100), soon()).toCompletableFuture()));
  }

  @Test
  void withoutAnAnswerTheOutcomeIsUnknownByTheDeadline() throws Exception {
    Iso8583Acquirer acquirer = connected(settings());

    AuthorizationResult result =
        join(
            acquirer
                .authorize(attempts.of(100), Attempts.GOOD_CARD, Instant.now().plusMillis(200))
                .toCompletableFuture());

    assertInstanceOf(Unknown.class, result);
  }

  @Test
  void moreThanMayBeInFlightIsNotSent() throws Exception {
    Iso8583Acquirer acquirer = connected(settings(Duration.ofSeconds(30), 2));
    CompletableFuture<AuthorizationResult> one = authorize(acquirer, attempts.of(100));
    CompletableFuture<AuthorizationResult> two = authorize(acquirer, attempts.of(200));
    IsoMessage first = host.request();
    IsoMessage second = host.request();

    assertInstanceOf(NotSent.class, join(authorize(acquirer, attempts.of(300))));

    host.send(ScriptedHost.approvalOf(second));
    host.send(ScriptedHost.approvalOf(first));
    assertEquals(APPROVED, join(one));
    assertEquals(APPROVED, join(two));
    assertFalse(host.hasRequest());
  }

  @Test
  void closingSettlesWhatWaits() throws Exception {
    Iso8583Acquirer acquirer = connected(settings());
    CompletableFuture<AuthorizationResult> result = authorize(acquirer, attempts.of(100));
    assertEquals("000000000100", amountOf(host.request()));

    acquirer.close();

    assertInstanceOf(Unknown.class, join(result));
    assertInstanceOf(NotSent.class, join(authorize(acquirer, attempts.of(200))));
  }

  private static String amountOf(IsoMessage message) {
    return String.valueOf(Iso8583Dialect.text(message, Iso8583Dialect.AMOUNT));
  }

  private AcquirerSettings settings() {
    return settings(Duration.ofSeconds(30), 32);
  }

  private AcquirerSettings settings(Duration echo, int inFlight) {
    return settings(host.port(), echo, inFlight);
  }

  private static AcquirerSettings settings(int port, Duration echo, int inFlight) {
    return new AcquirerSettings(
        "sandbox",
        InetAddress.getLoopbackAddress().getHostAddress(),
        port,
        inFlight,
        64,
        Duration.ofSeconds(10),
        echo,
        Duration.ofMillis(1),
        Duration.ofMillis(50));
  }

  private Iso8583Acquirer connected(AcquirerSettings settings) throws InterruptedException {
    Iso8583Acquirer acquirer = start(settings);
    assertEquals(true, connections.poll(30, TimeUnit.SECONDS));
    return acquirer;
  }

  private Iso8583Acquirer start(AcquirerSettings settings) {
    Iso8583Acquirer acquirer = Iso8583Acquirer.start(settings, Clock.systemUTC(), connections::add);
    started.add(acquirer);
    return acquirer;
  }

  private static CompletableFuture<AuthorizationResult> authorize(
      Iso8583Acquirer acquirer, Authorization attempt) {
    CompletionStage<AuthorizationResult> stage =
        acquirer.authorize(attempt, Attempts.GOOD_CARD, soon());
    return stage.toCompletableFuture();
  }

  private static Instant soon() {
    return Instant.now().plusSeconds(60);
  }

  private static AuthorizationResult join(CompletableFuture<AuthorizationResult> result) {
    return result.orTimeout(30, TimeUnit.SECONDS).join();
  }
}
