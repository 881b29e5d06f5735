package kassa.chaos.lab;

import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Stands where a node would: reads the configuration that the lab wrote, and says it is ready. */
final class FakeNodeMain {
  private FakeNodeMain() {}

  public static void main(String[] arguments) throws IOException {
    Config kassa = ConfigFactory.parseFile(Path.of(arguments[1]).toFile()).getConfig("kassa");
    String id = kassa.getString("node.id");
    List<? extends Config> members = kassa.getConfigList("ring.members");
    Config self =
        members.stream().filter(one -> one.getString("id").equals(id)).findFirst().orElseThrow();
    String management = self.getString("management");
    int port = Integer.parseInt(management.substring(management.indexOf(':') + 1));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
    server.createContext(
        "/ready",
        exchange -> {
          byte[] body = id.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }
}
