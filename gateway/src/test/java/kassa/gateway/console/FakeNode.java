package kassa.gateway.console;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Answers as a node's management and merchant ports would, with what it was told to say. */
final class FakeNode implements AutoCloseable {
  private static final Said NOTHING = new Said(404, () -> "{}");

  private final HttpServer server;
  private final Map<String, Said> said = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  private record Said(int status, Supplier<String> body) {}

  record Asked(String method, String path, String key, String authorization, String body) {}

  FakeNode() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().toString();
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          asked.add(
              new Asked(
                  exchange.getRequestMethod(),
                  path,
                  String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")),
                  String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                  body));
          Said answer =
              said.getOrDefault(path, said.getOrDefault(path.replaceAll("\\?.*", "?"), NOTHING));
          byte[] bytes = answer.body().get().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  FakeNode says(String path, String body) {
    return says(path, 200, body);
  }

  FakeNode says(String path, int status, String body) {
    return says(path, status, () -> body);
  }

  /**
   * @param path when it ends with a question mark, whatever follows that
   * @param body made up when it is asked for
   */
  FakeNode says(String path, int status, Supplier<String> body) {
    said.put(path, new Said(status, body));
    return this;
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
  }
}
