package kassa.gateway.http;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import kassa.ring.Bound;

/**
 * Serves addresses, all of them on one thread, which does nothing but read, write and what {@link
 * Routes} do at once.
 */
public final class HttpServer implements AutoCloseable {
  /** From the first byte of a request to its last: a slow sender must not hold a place. */
  public static final Duration RECEIVE = Duration.ofSeconds(3);

  /** Later than any deadline of ours: whoever is still waited for then is a bug. */
  static final Duration ANSWER = Duration.ofSeconds(8);

  /** For a whole answer to be taken: a slow reader must not hold a place either. */
  private static final Duration TAKE = Duration.ofSeconds(5);

  /** How long a connection may be silent between requests, while there is room. */
  private static final Duration IDLE = Duration.ofSeconds(75);

  /** At one address: who takes all of the merchants' must not keep operators out. */
  private static final int MOST_CONNECTIONS = 4_096;

  /** Of those that nobody has taken yet. */
  private static final int BACKLOG = 1_024;

  /**
   * Bytes of answers that the system keeps for a connection. Left alone it keeps up to megabytes
   * for each that does not read.
   */
  private static final int UNTAKEN = 64 * 1_024;

  /** Bytes of the request line, and of all headers together. */
  private static final int LONGEST_LINE = 2 * 1_024;

  private static final int LONGEST_HEAD = 8 * 1_024;

  /** Bytes of a body. */
  public static final int MOST_BYTES = 64 * 1_024;

  private final int mostConnections;
  private final EventLoopGroup loop =
      new NioEventLoopGroup(1, new DefaultThreadFactory("kassa-http", true));
  private final DoorPause pause = new DoorPause();
  private final ChannelGroup listening = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final List<Places<Channel>> addresses = new CopyOnWriteArrayList<>();
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  public HttpServer() {
    this(mostConnections());
  }

  HttpServer(int mostConnections) {
    this.mostConnections = mostConnections;
  }

  /** Two addresses leave half of what this process may open to the store and to the other nodes. */
  private static int mostConnections() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
            && system.getMaxFileDescriptorCount() > 0 // else it does not say, or does not limit
        ? (int) Math.min(MOST_CONNECTIONS, system.getMaxFileDescriptorCount() / 4)
        : MOST_CONNECTIONS;
  }

  /**
   * Returns when it serves.
   *
   * @param port 0 for a free one
   * @throws IOException when the port cannot be had
   */
  public InetSocketAddress bind(String host, int port, Routes routes) throws IOException {
    Places<Channel> here = new Places<>(mostConnections);
    addresses.add(here);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_SNDBUF, UNTAKEN)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    welcome(channel, here, routes);
                  }
                });
    ChannelFuture bound = bootstrap.bind(host, port).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("cannot serve at " + host + ":" + port + ": " + bound.cause());
    }
    listening.add(bound.channel());
    return (InetSocketAddress) bound.channel().localAddress();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // closed or gone is the same
  private void welcome(Channel channel, Places<Channel> here, Routes routes) {
    here.yields()
        .ifPresent(
            silent -> {
              here.goes(silent);
              silent.close();
            });
    if (!here.comes(channel)) {
      channel.close();
      return;
    }
    channel.closeFuture().addListener(closed -> here.goes(channel));
    connections.add(channel);
    HttpDecoderConfig heads =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(LONGEST_LINE)
            .setMaxHeaderSize(LONGEST_HEAD);
    Runnable heard = () -> here.heardOf(channel);
    Turnstile turnstile = new Turnstile(routes, heard, pause);
    ReceiveDeadline deadline = new ReceiveDeadline(RECEIVE, heard);
    RequestDecoder decoder = new RequestDecoder(heads);
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast(new IdleStateHandler(0, 0, IDLE.toSeconds(), TimeUnit.SECONDS));
    pipeline.addLast(turnstile);
    pipeline.addLast(new WriteTimeoutHandler(TAKE.toSeconds(), TimeUnit.SECONDS));
    pipeline.addLast(deadline);
    pipeline.addLast(decoder);
    pipeline.addLast(new HttpResponseEncoder());
    pipeline.addLast(new WholeRequest(MOST_BYTES));
    pipeline.addLast(new Conversation(routes, deadline, turnstile, decoder, here));
  }

  /** What each address takes at most. */
  public List<Bound> bounds() {
    String broken = "the connection is closed";
    int fullest = addresses.stream().mapToInt(Places::taken).max().orElse(0);
    return List.of(
        Bound.of(
                "http.connections",
                mostConnections,
                "at each address",
                "the one silent for longest is closed; if all are at work, the new one")
            .used(fullest),
        Bound.of("http.line", LONGEST_LINE, "bytes", "400, and " + broken),
        Bound.of("http.head", LONGEST_HEAD, "bytes", "400, and " + broken),
        Bound.of("http.body", MOST_BYTES, "bytes", "413, and " + broken),
        Bound.of("http.receive", RECEIVE.toMillis(), "ms", "408, and " + broken),
        Bound.of("http.untaken", UNTAKEN, "bytes", "the rest waits until some are taken"),
        Bound.of("http.take", TAKE.toMillis(), "ms", broken),
        Bound.of("http.answer", ANSWER.toMillis(), "ms", "504: it may still happen"),
        Bound.of("http.pause", DoorPause.MOST_MILLIS, "ms", "only while requests are turned away"),
        Bound.of("http.silence", IDLE.toMillis(), "ms", broken));
  }

  /**
   * Takes no more, and lets answers that are due go out.
   *
   * @param goodbye how long at most
   */
  public void close(Duration goodbye) {
    listening.close().awaitUninterruptibly();
    connections.forEach(channel -> channel.pipeline().fireUserEventTriggered(Conversation.END));
    connections.newCloseFuture().awaitUninterruptibly(goodbye.toMillis());
    loop.shutdownGracefully(0, goodbye.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(goodbye.plusSeconds(1).toMillis());
  }

  @Override
  public void close() {
    close(Duration.ZERO);
  }
}
