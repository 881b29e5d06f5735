package kassa.gateway.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A client that holds a connection in one of several ways. One thread. */
final class SlowSocket implements AutoCloseable {
  private static final String GET = "GET /v1/openapi.yaml HTTP/1.1\r\n\r\n";
  private static final String POST = "POST /v1/orders HTTP/1.1\r\n";

  /** What it says at first, and then again and again. */
  enum Kind {
    SILENT("", ""),
    SLOW_HEAD(POST + "X: ", "x"),
    SLOW_BODY(POST + "Content-Length: 60000\r\n\r\n", "x"),
    STOPS_BEHIND_A_REQUEST("GET /none HTTP/1.1\r\n\r\n" + POST, ""),
    READS_NOTHING(GET.repeat(200), "x");

    private final String first;
    private final String more;

    Kind(String first, String more) {
      this.first = first;
      this.more = more;
    }
  }

  private final Kind kind;
  private final InetSocketAddress door;
  private final SocketChannel channel;

  private SlowSocket(Kind kind, InetSocketAddress door, SocketChannel channel) {
    this.kind = kind;
    this.door = door;
    this.channel = channel;
  }

  static SlowSocket connect(Kind kind, InetSocketAddress door) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, 1_024);
    channel.connect(door);
    channel.configureBlocking(false);
    SlowSocket socket = new SlowSocket(kind, door, channel);
    socket.send(kind.first);
    return socket;
  }

  boolean isSilent() {
    return kind == Kind.SILENT;
  }

  /** Says a little more, and tells whether the other end is there. */
  boolean goesOn() {
    try {
      send(kind.more);
      return kind == Kind.READS_NOTHING || isOpen();
    } catch (IOException sentAway) {
      return false;
    }
  }

  private boolean isOpen() throws IOException {
    ByteBuffer told = ByteBuffer.allocate(4_096);
    int read;
    do {
      told.clear();
      read = channel.read(told);
    } while (read > 0);
    return read == 0;
  }

  /** The same with a new connection. */
  SlowSocket again() {
    try {
      close();
      return connect(kind, door);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  private void send(String text) throws IOException {
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public String toString() {
    return kind + " " + channel;
  }
}
