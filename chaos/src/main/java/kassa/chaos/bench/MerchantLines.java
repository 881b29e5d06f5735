package kassa.chaos.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
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
 * are busy, up to as many as a merchant's client might keep, and then requests wait for one. To be
 * called on the event loop only, where replies are given as well: on one thread there is nothing to
 * lock and nobody to wake.
 *
 * <p>The generator shares two cores with what it measures, so that its own work counts. At 1,000
 * orders a second, each answered after 8 ms, with the flags of {@code ./kassa}, one request cost
 * 570 µs of CPU through {@link java.net.http.HttpClient} (520 µs with the optimizing compiler), 103
 * µs with blocking sockets and 128 threads, and 95 µs with Netty on one thread.
 */
final class MerchantLines {
  /** To each node: more than it lets in at once, or nobody would be left to be turned away. */
  static final int MOST_LINES = 320;

  /** For connecting again, in the place of a line that is gone. */
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final List<Node> nodes;
  private final EventLoop loop;

  MerchantLines(List<Endpoint> nodes, String apiKey, EventLoop loop) {
    this.nodes = nodes.stream().map(node -> new Node(node, head(node, apiKey))).toList();
    this.loop = loop;
  }

  private static final class Node {
    final Endpoint endpoint;

    /** Of a request, as far as it is the same for all. */
    final String head;

    final Deque<Line> idle = new ArrayDeque<>();
    final Deque<Question> waiting = new ArrayDeque<>();
    int lines;

    Node(Endpoint endpoint, String head) {
      this.endpoint = endpoint;
      this.head = head;
    }

    /** The one that has waited longest and is still waited for; null when there is none. */
    @Nullable Question next() {
      Question next = waiting.poll();
      while (next != null && next.isOver()) {
        next = waiting.poll();
      }
      return next;
    }
  }

  int nodes() {
    return nodes.size();
  }

  /** Whether who comes to a node now would have to wait for a line. */
  boolean areTaken(int number) {
    Node node = nodes.get(number);
    return node.idle.isEmpty() && node.lines >= MOST_LINES;
  }

  /**
   * Places an order.
   *
   * @param patience until it counts as a timeout; includes waiting for a line and connecting
   * @param then told once, on the event loop, never before this method returns
   */
  void place(int number, String key, String body, Duration patience, Consumer<Reply> then) {
    Node node = nodes.get(number);
    Question question = new Question(text(node, key, body), then);
    question.alarm(loop.schedule(question::timeOut, patience.toNanos(), TimeUnit.NANOSECONDS));
    Line idle = node.idle.poll();
    if (idle != null) {
      idle.ask(question);
    } else if (node.lines < MOST_LINES) {
      connect(node, question, patience);
    } else {
      node.waiting.add(question);
    }
  }

  private void connect(Node node, Question question, Duration patience) {
    Line line = new Line(node);
    node.lines++;
    new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.max(1, patience.toMillis()))
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new AnswerReader(), line);
              }
            })
        .connect(node.endpoint.host(), node.endpoint.port())
        .addListener(
            (ChannelFutureListener)
                connecting -> {
                  if (connecting.isSuccess()) {
                    line.take(question);
                  } else {
                    lost(node);
                    question.tell(
                        connecting.cause() instanceof ConnectTimeoutException
                            ? Reply.Silence.TIMEOUT
                            : Reply.Silence.NO_CONNECTION);
                  }
                });
  }

  /** Who waits for a line must not wait for one that is gone. */
  private void lost(Node node) {
    node.lines--;
    Question next = node.next();
    if (next != null) {
      connect(node, next, AGAIN);
    }
  }

  private static String head(Endpoint node, String apiKey) {
    return "POST /v1/orders HTTP/1.1\r\nHost: "
        + node
        + "\r\nAuthorization: Bearer "
        + apiKey
        + "\r\nContent-Type: application/json\r\nIdempotency-Key: ";
  }

  private static String text(Node node, String key, String body) {
    int length = ByteBufUtil.utf8Bytes(body);
    return node.head + key + "\r\nContent-Length: " + length + "\r\n\r\n" + body;
  }

  /** Closes what is idle; when nothing is in flight, that is all. */
  void close() {
    nodes.stream().flatMap(node -> List.copyOf(node.idle).stream()).forEach(Line::hangUp);
  }

  /** A request, until it has its reply. */
  private static final class Question {
    final String text;
    private final Consumer<Reply> then;
    private @Nullable Line line;
    private @Nullable Future<?> alarm;
    private boolean over;

    Question(String text, Consumer<Reply> then) {
      this.text = text;
      this.then = then;
    }

    void alarm(Future<?> ringing) {
      alarm = ringing;
    }

    boolean isOver() {
      return over;
    }

    void isOn(Line taken) {
      line = taken;
    }

    void timeOut() {
      Line busy = line;
      tell(Reply.Silence.TIMEOUT);
      if (busy != null) {
        // What may still come belongs to nobody.
        busy.hangUp();
      }
    }

    void tell(Reply reply) {
      if (over) {
        return;
      }
      over = true;
      line = null;
      if (alarm != null) {
        alarm.cancel(false);
      }
      then.accept(reply);
    }
  }

  /** One connection. Busy while there is a question. */
  private final class Line extends SimpleChannelInboundHandler<AnswerReader.Answer> {
    private final Node node;
    private @Nullable Channel channel;
    private @Nullable Question question;

    Line(Node node) {
      this.node = node;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      channel = context.channel();
    }

    void ask(Question asked) {
      Channel open = channel;
      if (open == null) {
        throw new IllegalStateException("asked before it was connected");
      }
      question = asked;
      asked.isOn(this);
      // A failed write ends in exceptionCaught.
      var unused =
          open.writeAndFlush(ByteBufUtil.writeUtf8(open.alloc(), asked.text), open.voidPromise());
    }

    /** Asks this, or who else waits, or is idle. */
    void take(@Nullable Question first) {
      Question next = first == null || first.isOver() ? node.next() : first;
      if (next == null) {
        node.idle.push(this);
      } else {
        ask(next);
      }
    }

    void hangUp() {
      if (channel != null) {
        var unused = channel.close();
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, AnswerReader.Answer answer) {
      Question answered = question;
      question = null;
      if (answered == null || answered.isOver() || !answer.stays()) {
        hangUp();
      } else {
        take(null);
      }
      if (answered != null) {
        answered.tell(new Reply.Answered(answer.status(), answer.body()));
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      node.idle.remove(this);
      lost(node);
      Question unanswered = question;
      question = null;
      if (unanswered != null) {
        unanswered.tell(Reply.Silence.BROKEN_CONNECTION);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable broken) {
      hangUp();
    }
  }
}
