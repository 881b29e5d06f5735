package kassa.chaos.acquirer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kassa.gateway.card.AcquirerSettings;
import kassa.gateway.card.Attempts;
import kassa.gateway.card.Authorization;
import kassa.gateway.card.AuthorizationResult;
import kassa.gateway.card.AuthorizationResult.Approved;
import kassa.gateway.card.Iso8583Acquirer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox as a process of its own, killed and stopped. */
class AcquirerMainTest {
  private static final Pattern SERVES =
      Pattern.compile("acquirer listens on 127\\.0\\.0\\.1:(\\d+), (\\d+) entries in .*");
  private static final int SIGTERM = 128 + 15;

  @TempDir Path directory = Path.of("");

  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void endProcesses() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void whatItAnsweredSurvivesItsDeathAndSigtermEndsItCleanly() throws Exception {
    Path file = directory.resolve("ledger.jsonl");
    Authorization attempt = new Attempts("3a").of(1_000);

    Matcher first = start(0, file);
    AuthorizationResult answered;
    try (Iso8583Acquirer gateway = connect(Integer.parseInt(first.group(1)))) {
      answered = join(gateway, attempt);
      assertInstanceOf(Approved.class, answered);
      processes.get(0).destroyForcibly();
      assertTrue(processes.get(0).waitFor(30, TimeUnit.SECONDS));
    }

    Matcher second = start(Integer.parseInt(first.group(1)), file);
    assertEquals("1", second.group(2));
    try (Iso8583Acquirer gateway = connect(Integer.parseInt(second.group(1)))) {
      assertEquals(answered, join(gateway, attempt));
    }
    processes.get(1).destroy();
    assertTrue(processes.get(1).waitFor(30, TimeUnit.SECONDS));

    assertEquals(SIGTERM, processes.get(1).exitValue());
    assertEquals(1, LedgerAudit.ofText(Files.readString(file)).entries().size());
  }

  @Test
  void aTakenLedgerIsNamedInOneLine() throws Exception {
    Path file = directory.resolve("ledger.jsonl");
    assertNotNull(start(0, file));

    Process second = process(0, file);
    String said = new String(second.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertTrue(second.waitFor(30, TimeUnit.SECONDS));
    assertEquals(1, second.exitValue());
    assertTrue(said.contains("another running acquirer"), said);
  }

  private Matcher start(int port, Path file) throws IOException {
    Process process = process(port, file);
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher serves = SERVES.matcher(line);
      if (serves.matches()) {
        return serves;
      }
    }
    throw new AssertionError(
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  private Process process(int port, Path file) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                AcquirerMain.class.getName(),
                "--port",
                Integer.toString(port),
                "--ledger",
                file.toString())
            .start();
    processes.add(process);
    return process;
  }

  private static Iso8583Acquirer connect(int port) throws InterruptedException {
    BlockingQueue<Boolean> connections = new LinkedBlockingQueue<>();
    Iso8583Acquirer gateway =
        Iso8583Acquirer.start(
            AcquirerSettings.of("sandbox", "127.0.0.1", port), Clock.systemUTC(), connections::add);
    if (!Boolean.TRUE.equals(connections.poll(30, TimeUnit.SECONDS))) {
      gateway.close();
      throw new AssertionError("no connection");
    }
    return gateway;
  }

  private static AuthorizationResult join(Iso8583Acquirer gateway, Authorization attempt) {
    return gateway
        .authorize(attempt, Attempts.GOOD_CARD, Instant.now().plusSeconds(30))
        .toCompletableFuture()
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
  }
}
