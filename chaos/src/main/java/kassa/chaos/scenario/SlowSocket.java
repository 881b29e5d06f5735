package kassa.chaos.scenario;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import kassa.gateway.console.Endpoint;
import org.jspecify.annotations.Nullable;

/** A client that takes a connection and gives nothing for it, in its own way. One thread. */
final class SlowSocket implements AutoCloseable {
  private static final int CONNECT_MILLIS = 1_000;
  private static final int LITTLE_BYTES = 1_024;
  private static final ByteBuffer TOLD = ByteBuffer.allocateDirect(16 * LITTLE_BYTES);
  private static final String POST = "POST /v1/orders HTTP/1.1\r\n";

  /** What it says at first, what it adds now and then, and whether it reads answers. */
  enum Way {
    SAYS_NOTHING("", "", true),
    SLOW_HEAD(POST + "X: ", "x", true),
    SLOW_BODY(POST + "Content-Length: 60000\r\n\r\n", "x", true),
    STOPS_BEHIND_A_REQUEST("GET /none HTTP/1.1\r\n\r\n" + POST, "", true),
    READS_NOTHING("GET /v1/openapi.yaml HTTP/1.1\r\n\r\n".repeat(200), "x", false);

    private final String first;
    private final String more;
    private final boolean reads;

    Way(String first, String more, boolean reads) {
      this.first = first;
      this.more = more;
      this.reads = reads;
    }
  }

  private final Way way;
  private final Endpoint node;
  private @Nullable SocketChannel channel;

  /** Not yet connected. */
  SlowSocket(Way way, Endpoint node) {
    this.way = way;
    this.node = node;
  }

  boolean isConnected() {
    return channel != null;
  }

  /** Does nothing where nobody accepts it. */
  void connect() throws IOException {
    SocketChannel next = SocketChannel.open();
    try {
      next.setOption(StandardSocketOptions.SO_RCVBUF, LITTLE_BYTES);
      next.socket().connect(new InetSocketAddress(node.host(), node.port()), CONNECT_MILLIS);
      next.configureBlocking(false);
      send(next, way.first);
      channel = next;
    } catch (IOException notAccepted) {
      next.close();
    }
  }

  /** Says a little more; not connected any more when it was sent away. */
  void goOn() throws IOException {
    if (channel == null) {
      return;
    }
    try {
      send(channel, way.more);
      if (way.reads && endsAfterWhatIsTold(channel)) {
        close();
      }
    } catch (IOException sentAway) {
      close();
    }
  }

  private static void send(SocketChannel channel, String text) throws IOException {
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private static boolean endsAfterWhatIsTold(SocketChannel channel) throws IOException {
    int read;
    do {
      TOLD.clear();
      read = channel.read(TOLD);
    } while (read > 0);
    return read < 0;
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }
}
