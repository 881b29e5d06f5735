package kassa.gateway.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A client that takes a connection and gives nothing for it, in its own way. One thread. */
public final class SlowSocket implements AutoCloseable {
  private static final int LITTLE_BYTES = 1_024;
  private static final String GET = "GET /v1/openapi.yaml HTTP/1.1\r\n\r\n";
  private static final String POST = "POST /v1/orders HTTP/1.1\r\n";

  /** What it says at first, and what it adds now and then. */
  public enum Way {
    SILENT("", ""),
    SLOW_HEAD(POST + "X: ", "x"),
    SLOW_BODY(POST + "Content-Length: 60000\r\n\r\n", "x"),
    STOPS_BEHIND_A_REQUEST("GET /none HTTP/1.1\r\n\r\n" + POST, ""),
    READS_NOTHING(GET.repeat(200), "x");

    private final String first;
    private final String more;

    Way(String first, String more) {
      this.first = first;
      this.more = more;
    }
  }

  /** Nobody took the connection. */
  public static final class NotAccepted extends IOException {
    private static final long serialVersionUID = 1;

    NotAccepted(IOException why) {
      super(why);
    }
  }

  private final Way way;
  private final InetSocketAddress door;
  private @Nullable SocketChannel channel;

  /** Not yet connected. */
  public SlowSocket(Way way, InetSocketAddress door) {
    this.way = way;
    this.door = door;
  }

  boolean isSilent() {
    return way == Way.SILENT;
  }

  public boolean isConnected() {
    return channel != null;
  }

  /**
   * Takes a connection.
   *
   * @throws NotAccepted by a node that is dead, stopped or full, within that time
   * @throws IOException when this process may not open one more
   */
  public void connect(Duration patience) throws IOException {
    SocketChannel next = SocketChannel.open();
    try {
      next.setOption(StandardSocketOptions.SO_RCVBUF, LITTLE_BYTES);
      next.socket().connect(door, (int) patience.toMillis());
      next.configureBlocking(false);
      send(next, way.first);
      channel = next;
    } catch (IOException notAccepted) {
      next.close();
      throw new NotAccepted(notAccepted);
    }
  }

  /** Says a little more; not connected any more when it was sent away. */
  public void goOn() throws IOException {
    if (channel == null) {
      return;
    }
    try {
      send(channel, way.more);
      if (way != Way.READS_NOTHING && endsAfterWhatIsTold(channel)) {
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
    ByteBuffer told = ByteBuffer.allocate(4 * LITTLE_BYTES);
    int read;
    do {
      told.clear();
      read = channel.read(told);
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

  @Override
  public String toString() {
    return way + " " + channel;
  }
}
