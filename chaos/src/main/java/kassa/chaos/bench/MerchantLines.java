package kassa.chaos.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import kassa.gateway.console.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * Connections to every node, kept alive, one request on each at a time; more are opened when all
 * are busy. To be called on the event loop only, where replies are given as well: on one thread
 * there is nothing to lock and nobody to wake.
 *
 * <p>The generator shares two cores with what it measures, so that its own work counts. At 1,000
 * orders a second, each answered after 8 ms, with the flags of {@code ./kassa}, one request cost
 * 570 µs of CPU through {@link java.net.http.HttpClient} (520 µs with the optimizing compiler), 103
 * µs with blocking sockets and 128 threads, and 95 µs with Netty on one thread.
 */
final class MerchantLines {
  private static final int LARGEST_BODY = 256 * 1024;

  private final List<Node> nodes;
  private final EventLoop loop;
  private final String authorization;

  private record Node(Endpoint endpoint, Deque<Line> idle) {}

  MerchantLines(List<Endpoint> nodes, String apiKey, EventLoop loop) {
    this.nodes = nodes.stream().map(node -> new Node(node, new ArrayDeque<>())).toList();
    this.loop = loop;
    this.authorization = "Bearer " + apiKey;
  }

  int nodes() {
    return nodes.size();
  }

  /**
   * Places an order.
   *
   * @param patience until it counts as a timeout; includes connecting
   * @param then told once, on the event loop, never before this method returns
   */
  void place(int node, String key, String body, Duration patience, Consumer<Reply> then) {
    Node asked = nodes.get(node);
    FullHttpRequest request = request(asked.endpoint(), key, body);
    long deadline = System.nanoTime() + patience.toNanos();
    Line idle = asked.idle().poll();
    if (idle != null) {
      idle.ask(request, deadline, then);
      return;
    }
    Line line = new Line(asked);
    connect(line, patience)
        .addListener(
            (ChannelFutureListener)
                connecting -> {
                  if (connecting.isSuccess()) {
                    line.ask(request, deadline, then);
                  } else {
                    request.release();
                    then.accept(
                        connecting.cause() instanceof ConnectTimeoutException
                            ? Reply.Silence.TIMEOUT
                            : Reply.Silence.NO_CONNECTION);
                  }
                });
  }

  private ChannelFuture connect(Line line, Duration patience) {
    return new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.max(1, patience.toMillis()))
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(new HttpClientCodec(), new HttpObjectAggregator(LARGEST_BODY), line);
              }
            })
        .connect(line.node.endpoint().host(), line.node.endpoint().port());
  }

  private FullHttpRequest request(Endpoint node, String key, String body) {
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.POST,
            "/v1/orders",
            ByteBufUtil.writeUtf8(io.netty.buffer.ByteBufAllocator.DEFAULT, body));
    request
        .headers()
        .set(HttpHeaderNames.HOST, node.toString())
        .set(HttpHeaderNames.AUTHORIZATION, authorization)
        .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
        .set("Idempotency-Key", key);
    HttpUtil.setContentLength(request, request.content().readableBytes());
    return request;
  }

  /** Closes what is idle; when nothing is in flight, that is all. */
  void close() {
    nodes.stream().flatMap(node -> List.copyOf(node.idle()).stream()).forEach(Line::hangUp);
  }

  /** One connection. Busy while {@code then} is set. */
  private static final class Line extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final Node node;
    private @Nullable Channel channel;
    private @Nullable Consumer<Reply> then;
    private @Nullable Future<?> alarm;

    Line(Node node) {
      this.node = node;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      channel = context.channel();
    }

    void ask(FullHttpRequest request, long deadline, Consumer<Reply> then) {
      Channel open = channel;
      if (open == null) {
        throw new IllegalStateException("asked before it was connected");
      }
      this.then = then;
      this.alarm =
          open.eventLoop()
              .schedule(
                  () -> {
                    tell(Reply.Silence.TIMEOUT);
                    // What may still come belongs to nobody.
                    hangUp();
                  },
                  deadline - System.nanoTime(),
                  TimeUnit.NANOSECONDS);
      // A failed write ends in exceptionCaught.
      var unused = open.writeAndFlush(request, open.voidPromise());
    }

    private void tell(Reply reply) {
      Consumer<Reply> told = then;
      then = null;
      Future<?> ringing = alarm;
      if (ringing != null) {
        ringing.cancel(false);
        alarm = null;
      }
      if (told != null) {
        told.accept(reply);
      }
    }

    void hangUp() {
      if (channel != null) {
        var unused = channel.close();
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
      int status = response.status().code();
      // Only a replay's body matters.
      String body = status == 200 ? response.content().toString(StandardCharsets.UTF_8) : "";
      boolean unasked = then == null;
      if (unasked || response.decoderResult().isFailure() || !HttpUtil.isKeepAlive(response)) {
        hangUp();
      } else {
        node.idle().push(this);
      }
      tell(
          response.decoderResult().isFailure()
              ? Reply.Silence.BROKEN_CONNECTION
              : new Reply.Answered(status, body));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      node.idle().remove(this);
      tell(Reply.Silence.BROKEN_CONNECTION);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable broken) {
      hangUp();
    }
  }
}
