package kassa.gateway.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A whole node, alone in its ring, in this process; the archive and the acquirer are away. */
final class OneNode implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  static final String ORDER =
      """
      {"merchant_reference": "r1", "amount": {"value": 100, "currency": "SEK"},
       "payment_method": {"type": "card", "number": "4242424242424242",
                          "exp_month": 12, "exp_year": 2090, "cvc": "123"}}
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final GatewaySettings settings;
  private final GatewayNode node;

  /**
   * @param more lines of its configuration
   */
  OneNode(Path directory, String more) throws Exception {
    int remoting = 10_000 + freePort() % 200 * 100;
    Path file = directory.resolve("node.conf");
    Files.writeString(
        file,
        """
        kassa {
          node { id = n1, data = "%s" }
          ring {
            name = one
            replication { n = 1, w = 1, r = 1 }
            members = [
              { id = n1, zone = a, http = "127.0.0.1:%d", management = "127.0.0.1:%d" }
            ]
            remoting { host = "127.0.0.1", ports = "%d-%d" }
          }
          archive { contact-points = ["127.0.0.1:1"], datacenter = dc, keyspace = kassa }
          acquirer { name = sandbox, host = "127.0.0.1", port = 1 }
          secret = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
          merchants = [{ id = demo, keys = ["sk_test_demo"] }]
          %s
        }
        """
            .formatted(
                directory.resolve("data"), freePort(), freePort(), remoting, remoting + 99, more));
    settings = GatewaySettings.read(file);
    node = GatewayNode.start(settings, failures::add);
    try {
      awaitReady();
    } catch (Exception e) {
      node.close();
      throw e;
    }
  }

  /** Until the test's own time is over. */
  private void awaitReady() throws Exception {
    while (ready() != 200) {
      Thread.sleep(20);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  JsonNode ops(String path) throws Exception {
    URI uri = URI.create("http://" + settings.management() + path);
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    return JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
  }

  /** How it answers those who choose between nodes. */
  int ready() throws Exception {
    URI uri = URI.create("http://" + settings.management() + "/ready");
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).statusCode();
  }

  void drain(boolean on) throws Exception {
    URI uri = URI.create("http://" + settings.management() + "/ops/drain?on=" + on);
    HttpRequest request = HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()).build();
    assertEquals(200, client.send(request, BodyHandlers.ofString()).statusCode());
  }

  /** Comes again as long as it is told that the node has too much to do, as one just begun has. */
  HttpResponse<String> order(String key, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + settings.http() + "/v1/orders"))
            .header("Authorization", "Bearer sk_test_demo")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> told = client.send(request, BodyHandlers.ofString());
    while (told.body().contains("\"overloaded\"")) {
      told = client.send(request, BodyHandlers.ofString());
    }
    return told;
  }

  /** Where merchants come. */
  InetSocketAddress door() {
    return address(settings.http().toString());
  }

  /** Where operators come. */
  InetSocketAddress managementDoor() {
    return address(settings.management().toString());
  }

  private static InetSocketAddress address(String at) {
    URI uri = URI.create("http://" + at);
    return new InetSocketAddress(uri.getHost(), uri.getPort());
  }

  List<Throwable> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    node.close();
  }
}
