package kassa.gateway.console;

import java.net.URI;

/**
 * Where something listens.
 *
 * @param host a name or an IPv4 address
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {
  public Endpoint {
    if (host.isBlank() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("'" + host + ":" + port + "' is not a host and a port");
    }
  }

  /**
   * Reads {@code host:port}.
   *
   * @throws IllegalArgumentException naming the text, when it is not of that form
   */
  public static Endpoint parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("'" + text + "' is not HOST:PORT, as in 127.0.0.1:7626");
    }
    return new Endpoint(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  public URI http(String path) {
    return URI.create("http://" + this + path);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
