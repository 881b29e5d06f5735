package kassa.gateway.http;

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
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
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

  /** How long a connection may be silent between requests, or take nothing of an answer. */
  private static final Duration IDLE = Duration.ofSeconds(75);

  /** At one address: who takes all of the merchants' must not keep operators out. */
  private static final int MOST_CONNECTIONS = 4_096;

  /** Of those that nobody has taken yet. */
  private static final int BACKLOG = 1_024;

  /** Bytes of the request line, and of all headers together. */
  private static final int LONGEST_LINE = 2 * 1_024;

  private static final int LONGEST_HEAD = 8 * 1_024;

  /** Bytes of a body. */
  public static final int MOST_BYTES = 64 * 1_024;

  private final EventLoopGroup loop =
      new NioEventLoopGroup(1, new DefaultThreadFactory("kassa-http", true));
  private final DoorPause pause = new DoorPause();
  private final ChannelGroup listening = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final List<ChannelGroup> addresses = new CopyOnWriteArrayList<>();
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  /**
   * Returns when it serves.
   *
   * @param port 0 for a free one
   * @throws IOException when the port cannot be had
   */
  public InetSocketAddress bind(String host, int port, Routes routes) throws IOException {
    ChannelGroup here = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    addresses.add(here);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
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
  private void welcome(Channel channel, ChannelGroup here, Routes routes) {
    if (here.size() >= MOST_CONNECTIONS) {
      channel.close();
      return;
    }
    here.add(channel);
    connections.add(channel);
    HttpDecoderConfig heads =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(LONGEST_LINE)
            .setMaxHeaderSize(LONGEST_HEAD);
    ReceiveDeadline deadline = new ReceiveDeadline(RECEIVE);
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast(new IdleStateHandler(0, 0, IDLE.toSeconds(), TimeUnit.SECONDS));
    pipeline.addLast(deadline);
    Turnstile turnstile = new Turnstile(routes, deadline, pause);
    pipeline.addLast(turnstile);
    pipeline.addLast(new HttpServerCodec(heads));
    pipeline.addLast(new WholeRequest(MOST_BYTES));
    pipeline.addLast(new Conversation(routes, deadline, turnstile));
  }

  /** What each address takes at most. */
  public List<Bound> bounds() {
    String broken = "the connection is closed";
    int fullest = addresses.stream().mapToInt(ChannelGroup::size).max().orElse(0);
    return List.of(
        Bound.of("http.connections", MOST_CONNECTIONS, "at each address", "closed at once")
            .used(fullest),
        Bound.of("http.line", LONGEST_LINE, "bytes", "400, and " + broken),
        Bound.of("http.head", LONGEST_HEAD, "bytes", "400, and " + broken),
        Bound.of("http.body", MOST_BYTES, "bytes", "413, and " + broken),
        Bound.of("http.receive", RECEIVE.toMillis(), "ms", "408, and " + broken),
        Bound.of("http.answer", ANSWER.toMillis(), "ms", "504: it may still happen"),
        Bound.of("http.pause", DoorPause.MILLIS, "ms", "only while requests are turned away"),
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
