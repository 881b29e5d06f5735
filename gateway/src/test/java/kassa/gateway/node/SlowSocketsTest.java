package kassa.gateway.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections that hold a place and give nothing for it. */
@Timeout(180)
class SlowSocketsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String PLACES = "http.connections";
  private static final int AT_LEAST = 2_000;
  private static final int BEYOND_PLACES = 400;
  private static final int CUSTOMERS = 200;
  private static final int CUSTOMERS_AT_ONCE = 4;

  /** More than one of this share must not fail. */
  private static final int OF_CUSTOMERS = 100;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<SlowSocket> slow = new ArrayList<>();
  private final AtomicBoolean enough = new AtomicBoolean();

  @TempDir Path directory;

  @AfterEach
  void leave() throws Exception {
    for (SlowSocket one : slow) {
      one.close();
    }
    threads.shutdownNow();
  }

  @Test
  void moreSlowSocketsThanPlacesCostAtMostOneOfAHundredCheckouts() throws Exception {
    try (OneNode node = new OneNode(directory, "")) {
      String alone = outcome(buy(node, "alone"));
      assertTrue(alone.endsWith("\"partner_away\""), alone); // the end of the way without acquirer
      for (int i = 0;
          bound(node, "checkouts.accepted").path("limit").asInt() < CUSTOMERS_AT_ONCE;
          i++) {
        buy(node, "warm-" + i);
      }
      int places = bound(node, PLACES).path("limit").asInt();
      CompletableFuture<Void> siege =
          besiege(node.door(), Math.max(AT_LEAST, places + BEYOND_PLACES));
      until(node, places);

      List<String> failed = Collections.synchronizedList(new ArrayList<>());
      List<CompletableFuture<Void>> customers = new ArrayList<>();
      ExecutorService tills = Executors.newFixedThreadPool(CUSTOMERS_AT_ONCE);
      for (int i = 0; i < CUSTOMERS; i++) {
        String key = "beside-" + i;
        customers.add(
            CompletableFuture.runAsync(
                () -> {
                  String told = buy(node, key);
                  if (!outcome(told).equals(alone)) {
                    failed.add(key + ": " + told);
                  }
                },
                tills));
      }
      CompletableFuture.allOf(customers.toArray(CompletableFuture[]::new)).join();
      tills.shutdown();

      assertTrue(failed.size() * OF_CUSTOMERS <= CUSTOMERS, failed::toString);
      assertTrue(bound(node, PLACES).path("use").asInt() > places / 2, "they are still there");
      assertFalse(siege.isDone(), "they still come");
      enough.set(true);
      siege.join();
      assertEquals(List.of(), node.failures());
    }
  }

  @Test
  void operatorsAreServedBesideMoreSlowSocketsThanPlaces() throws Exception {
    try (OneNode node = new OneNode(directory, "")) {
      int places = bound(node, PLACES).path("limit").asInt();
      CompletableFuture<Void> siege =
          besiege(node.managementDoor(), Math.max(AT_LEAST, places + BEYOND_PLACES));
      until(node, places);

      for (int i = 0; i < CUSTOMERS; i++) {
        String told = say(node.managementDoor(), "GET /ops/status HTTP/1.1\r\n", "");
        assertTrue(told.startsWith("HTTP/1.1 200 "), told);
      }

      assertFalse(siege.isDone(), "they still come");
      enough.set(true);
      siege.join();
      assertEquals(List.of(), node.failures());
    }
  }

  /** With room for all: so it is their time that is over, and the silent have more of that. */
  @Test
  void whoIsSlowIsSentAwayWhileWhoIsSilentMayStay() throws Exception {
    try (OneNode node = new OneNode(directory, "")) {
      come(50 * SlowSocket.Way.values().length, node.door());
      List<SlowSocket> left = new ArrayList<>(slow);
      left.removeIf(SlowSocket::isSilent);
      while (!left.isEmpty()) {
        for (SlowSocket one : left) {
          one.goOn();
        }
        left.removeIf(one -> !one.isConnected());
        Thread.sleep(20);
      }

      for (SlowSocket one : slow) {
        one.goOn();
        assertEquals(one.isSilent(), one.isConnected(), one::toString);
      }
      assertEquals(List.of(), node.failures());
    }
  }

  private void come(int sockets, InetSocketAddress door) throws IOException {
    SlowSocket.Way[] ways = SlowSocket.Way.values();
    for (int i = 0; i < sockets; i++) {
      SlowSocket one = new SlowSocket(ways[i % ways.length], door);
      one.connect(PATIENCE);
      slow.add(one);
    }
  }

  /** Who was sent away comes again. */
  private CompletableFuture<Void> besiege(InetSocketAddress door, int sockets) throws IOException {
    come(sockets, door);
    return CompletableFuture.runAsync(
        () -> {
          try {
            while (!enough.get()) {
              for (SlowSocket one : slow) {
                one.goOn();
                if (!one.isConnected()) {
                  one.connect(PATIENCE);
                }
              }
            }
          } catch (IOException broken) {
            throw new UncheckedIOException(broken);
          }
        },
        threads);
  }

  private static void until(OneNode node, int connections) throws Exception {
    while (bound(node, PLACES).path("use").asInt() < connections) {
      Thread.sleep(10);
    }
  }

  private static JsonNode bound(OneNode node, String name) throws Exception {
    for (JsonNode bound : node.ops("/ops/config").path("bounds")) {
      if (bound.path("name").asText().equals(name)) {
        return bound;
      }
    }
    throw new AssertionError("no bound " + name);
  }

  /** Comes again as long as it is told that the node has too much to do. */
  private static String buy(OneNode node, String key) {
    String head =
        "POST /v1/orders HTTP/1.1\r\nAuthorization: Bearer sk_test_demo\r\n"
            + "Content-Type: application/json\r\nIdempotency-Key: "
            + key
            + "\r\n";
    String body = OneNode.ORDER.replace("\"r1\"", "\"" + key + "\"");
    String told = say(node.door(), head, body);
    while (told.contains("\"overloaded\"")) {
      told = say(node.door(), head, body);
    }
    return told;
  }

  /** Over a connection of its own; empty when nothing was told. */
  private static String say(InetSocketAddress door, String head, String body) {
    try (Socket socket = new Socket(door.getAddress(), door.getPort())) {
      String rest = "Connection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
      socket.getOutputStream().write((head + rest).getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      return broken.toString();
    }
  }

  /** The status, and the code of a problem. */
  private static String outcome(String told) {
    return told.replaceAll("(?s)\\r\\n.*\"code\":(\"[a-z_]*\").*", " $1")
        .replaceAll("(?s)\\r\\n.*", "");
  }
}
