package kassa.chaos.acquirer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import kassa.gateway.card.AcquirerSettings;
import kassa.gateway.card.Attempts;
import kassa.gateway.card.Authorization;
import kassa.gateway.card.AuthorizationResult;
import kassa.gateway.card.AuthorizationResult.Approved;
import kassa.gateway.card.AuthorizationResult.NotFound;
import kassa.gateway.card.AuthorizationResult.NotSent;
import kassa.gateway.card.AuthorizationResult.Unknown;
import kassa.gateway.card.CardProcessor;
import kassa.gateway.card.CardProcessorContract;
import kassa.gateway.card.Iso8583Acquirer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gateway and sandbox on a real loopback line. */
class SandboxAcquirerTest extends CardProcessorContract {
  private static final Duration LATE = Duration.ofMillis(300);

  @TempDir Path directory = Path.of("");

  private final Attempts attempts = new Attempts("5b");
  private final BlockingQueue<Boolean> connections = new LinkedBlockingQueue<>();
  private Path file = Path.of("");
  private SandboxAcquirer sandbox;
  private Iso8583Acquirer gateway;

  @BeforeEach
  void connect() throws Exception {
    file = directory.resolve("ledger.jsonl");
    sandbox = sandbox(0);
    gateway = gateway(sandbox.port());
    assertEquals(true, connections.poll(30, TimeUnit.SECONDS));
  }

  @AfterEach
  void disconnect() throws IOException {
    gateway.close();
    sandbox.close();
  }

  @Override
  protected CardProcessor processor() {
    return gateway;
  }

  @Test
  void aThousandAtOnceAreAllMatched() throws IOException {
    List<Authorization> asked = new ArrayList<>();
    List<CompletableFuture<AuthorizationResult>> results = new ArrayList<>();
    for (int i = 1; i <= 1_000; i++) {
      Authorization attempt = attempts.of(i);
      asked.add(attempt);
      results.add(authorize(attempt).toCompletableFuture());
    }

    Set<String> transactions = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      Approved approved = assertInstanceOf(Approved.class, join(results.get(i)));
      assertTrue(transactions.add(approved.transactionId()));
    }
    LedgerAudit audit = audit();
    for (LedgerEntry entry : audit.entries()) {
      assertTrue(transactions.contains(entry.transactionId()));
    }
    for (Authorization attempt : asked) {
      assertEquals(1, audit.effectiveAuthorizations(attempt.reference().value()));
    }
  }

  @Test
  void aRequestLostBeforeItsEffectIsUnknownAndItsRepeatDecides() throws IOException {
    Authorization attempt = attempts.of("sandbox_timeout_before_1", 1_000, true);

    assertInstanceOf(
        Unknown.class, join(gateway.authorize(attempt, Attempts.GOOD_CARD, shortly())));
    assertEquals(new NotFound(), join(gateway.inquire(attempt, soon())));
    assertInstanceOf(Approved.class, join(gateway.repeat(attempt, Attempts.GOOD_CARD, soon())));
    assertEquals(1, audit().effectiveAuthorizations(attempt.reference().value()));
  }

  @Test
  void anAnswerLostAfterTheEffectIsFoundByAnInquiry() throws IOException {
    Authorization attempt = attempts.of("sandbox_timeout_after_1", 1_000, true);

    assertInstanceOf(
        Unknown.class, join(gateway.authorize(attempt, Attempts.GOOD_CARD, shortly())));
    AuthorizationResult inquired = join(gateway.inquire(attempt, soon()));
    AuthorizationResult repeated = join(gateway.repeat(attempt, Attempts.GOOD_CARD, soon()));

    assertInstanceOf(Approved.class, inquired);
    assertEquals(inquired, repeated);
    assertEquals(1, audit().effectiveAuthorizations(attempt.reference().value()));
  }

  @Test
  void anAnswerThatIsOnlyLateIsStillAnAnswer() {
    Authorization attempt = attempts.of("sandbox_late_1", 1_000, true);

    assertInstanceOf(Approved.class, join(authorize(attempt)));
  }

  @Test
  void awayIsNotSentAndChargesNobody() throws IOException {
    Authorization attempt = attempts.of("sandbox_away_1", 1_000, true);

    assertInstanceOf(NotSent.class, join(authorize(attempt)));
    assertEquals(List.of(), audit().entries());
  }

  @Test
  void aRestartOnTheSamePortContinuesFromALedgerWithATornEnd() throws Exception {
    Authorization before = attempts.of(1_000);
    AuthorizationResult first = join(authorize(before));
    int port = sandbox.port();
    sandbox.close();
    assertEquals(false, connections.poll(30, TimeUnit.SECONDS));
    assertInstanceOf(NotSent.class, join(authorize(attempts.of(2_000))));
    Files.writeString(file, "{\"at\":\"20", StandardOpenOption.APPEND);

    sandbox = sandbox(port);
    assertEquals(true, connections.poll(30, TimeUnit.SECONDS));

    assertEquals(9, sandbox.cutBytes());
    assertEquals(first, join(gateway.inquire(before, soon())));
    assertEquals(first, join(gateway.repeat(before, Attempts.GOOD_CARD, soon())));
    Approved next = assertInstanceOf(Approved.class, join(authorize(attempts.of(3_000))));
    assertFalse(first.equals(next));
    assertEquals(2, audit().entries().size());
  }

  @Test
  void noCardNumberIsInTheLedger() throws IOException {
    assertInstanceOf(Approved.class, join(authorize(attempts.of(1_000))));

    assertFalse(Files.readString(file).contains("424242424242"));
  }

  private CompletionStage<AuthorizationResult> authorize(Authorization attempt) {
    return gateway.authorize(attempt, Attempts.GOOD_CARD, soon());
  }

  private LedgerAudit audit() throws IOException {
    return LedgerAudit.ofText(Files.readString(file));
  }

  private SandboxAcquirer sandbox(int port) throws IOException {
    return SandboxAcquirer.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        file,
        Duration.ZERO,
        LATE,
        failure -> {
          throw new AssertionError(failure);
        });
  }

  private Iso8583Acquirer gateway(int port) {
    AcquirerSettings settings =
        new AcquirerSettings(
            "sandbox",
            InetAddress.getLoopbackAddress().getHostAddress(),
            port,
            2_000,
            2_000,
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofMillis(1),
            Duration.ofMillis(50));
    return Iso8583Acquirer.start(settings, Clock.systemUTC(), connections::add);
  }

  private static Instant soon() {
    return Instant.now().plusSeconds(30);
  }

  /** Long enough to be sent on a slow machine, short enough to wait for. */
  private static Instant shortly() {
    return Instant.now().plusMillis(500);
  }

  private static AuthorizationResult join(CompletionStage<AuthorizationResult> stage) {
    return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
