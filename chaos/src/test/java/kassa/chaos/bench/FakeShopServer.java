package kassa.chaos.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import kassa.gateway.console.Endpoint;

/** Answers orders as a node's merchant port would, with what it was told to say. */
final class FakeShopServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  record Asked(String key, String authorization, String body) {
    /** Of each step of a search few are done, or the peak would be that of this machine. */
    boolean isBeyondThePeak() {
      return key.contains("-at-") && Long.parseLong(key.substring(key.lastIndexOf('-') + 1)) >= 5;
    }
  }

  /** Decides what to answer; may take its time. */
  @FunctionalInterface
  interface Conduct {
    int status(Asked asked) throws InterruptedException;
  }

  FakeShopServer(Conduct conduct) {
    this(0, conduct);
  }

  /**
   * Serves at once.
   *
   * @param port 0 for any
   */
  FakeShopServer(int port, Conduct conduct) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.setExecutor(threads);
    server.createContext("/v1/orders", exchange -> answer(exchange, conduct));
    server.start();
  }

  private void answer(HttpExchange exchange, Conduct conduct) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Asked question =
        new Asked(
            String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")),
            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
            body);
    asked.add(question);
    try {
      byte[] answer = "{\"status\":\"captured\"}".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(conduct.status(question), answer.length);
      exchange.getResponseBody().write(answer);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  Endpoint endpoint() {
    return new Endpoint("127.0.0.1", server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
