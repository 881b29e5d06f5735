package kassa.gateway.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.WriteTimeoutException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: a request, its answer, the next request. No more is read or decoded while an
 * answer is due or on its way. On the thread of its connection.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails here ends the connection, which says so
final class Conversation extends SimpleChannelInboundHandler<FullHttpRequest> {
  /** Told to a connection that is to end when nothing is due on it. */
  static final Object END = new Object();

  private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

  private final Routes routes;
  private final ReceiveDeadline deadline;
  private final Turnstile turnstile;
  private final RequestDecoder decoder;
  private final Places<Channel> places;
  private State state = State.LISTENS;

  /** Its answer has no body, but the length of one. */
  private boolean asksHead;

  /** Nothing is taken any more, but what is due still goes out. */
  private boolean ends;

  private enum State {
    LISTENS,
    ASKS,
    ANSWERS
  }

  Conversation(
      Routes routes,
      ReceiveDeadline deadline,
      Turnstile turnstile,
      RequestDecoder decoder,
      Places<Channel> places) {
    super(false);
    this.routes = routes;
    this.deadline = deadline;
    this.turnstile = turnstile;
    this.decoder = decoder;
    this.places = places;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    context.read();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest next) {
    deadline.received();
    try {
      boolean isGone = !context.channel().isActive();
      if (ends || isGone) {
        return;
      }
      if (!next.decoderResult().isSuccess()) {
        refuse(context, Unreadable.MALFORMED);
        return;
      }
      Request request = read(next);
      ends |= !HttpUtil.isKeepAlive(next);
      asksHead = request.method().equals("HEAD");
      state = State.ASKS;
      places.asks(context.channel());
      CompletableFuture.completedFuture(request)
          .thenCompose(routes::handle)
          .orTimeout(HttpServer.ANSWER.toMillis(), TimeUnit.MILLISECONDS)
          .exceptionally(failure -> failed(request, failure))
          .thenAcceptAsync(reply -> answer(context, reply), context.executor())
          .whenComplete(
              (none, failure) -> {
                if (failure != null) {
                  exceptionCaught(context, failure);
                }
              });
    } catch (IllegalArgumentException malformed) {
      refuse(context, Unreadable.MALFORMED);
    } finally {
      next.release();
    }
  }

  private static Reply failed(Request request, Throwable failure) {
    LOG.error("{} failed", request, failure);
    return failure instanceof TimeoutException
        ? Reply.text(504, "The answer did not come in time.\n")
        : Reply.text(500, "Something broke.\n");
  }

  private void answer(ChannelHandlerContext context, Reply reply) {
    send(context, reply)
        .addListener(
            sent -> {
              if (!sent.isSuccess() || ends) {
                context.close();
              } else {
                listen(context);
              }
            });
  }

  private void listen(ChannelHandlerContext context) {
    state = State.LISTENS;
    decoder.next(context.pipeline().context(decoder));
    if (state != State.LISTENS) {
      return;
    }
    turnstile.left();
    if (decoder.hasPart()) {
      deadline.begins(context);
    }
    context.read();
  }

  /**
   * The last that is said here. A connection that is closed while its peer still sends is broken
   * off, and the peer may never read why: so what else comes is thrown away for a while.
   */
  private void refuse(ChannelHandlerContext context, Unreadable why) {
    boolean answerIsDue = state != State.LISTENS;
    boolean endsAlready = ends;
    ends = true;
    if (answerIsDue || endsAlready) {
      return;
    }
    asksHead = false;
    deadline.received();
    decoder.throwAway();
    context.channel().config().setAutoRead(true);
    context
        .executor()
        .schedule(() -> context.close(), HttpServer.RECEIVE.toMillis(), TimeUnit.MILLISECONDS);
    send(context, routes.refuse(why))
        .addListener(sent -> ((SocketChannel) context.channel()).shutdownOutput());
  }

  private ChannelFuture send(ChannelHandlerContext context, Reply reply) {
    state = State.ANSWERS;
    places.answered(context.channel());
    return context.writeAndFlush(response(reply));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == WholeRequest.TOO_LARGE) {
      refuse(context, Unreadable.TOO_LARGE);
    } else if (event == ReceiveDeadline.OVER) {
      refuse(context, Unreadable.TOO_SLOW);
    } else if (event == END) {
      ends = true;
      if (state == State.LISTENS) {
        context.close();
      }
    } else if (event instanceof IdleStateEvent && state != State.ASKS) {
      context.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ends = true;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    boolean isGone =
        failure instanceof IOException
            || failure instanceof PrematureChannelClosureException
            || failure instanceof WriteTimeoutException;
    if (!isGone) {
      LOG.error("a connection failed", failure);
    }
    context.close();
  }

  private static Request read(FullHttpRequest request) {
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    Map<String, String> parameters = new HashMap<>();
    uri.parameters().forEach((name, values) -> parameters.put(name, values.get(0)));
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    request.headers().forEach(header -> headers.putIfAbsent(header.getKey(), header.getValue()));
    return new Request(
        request.method().name(),
        uri.path(),
        parameters,
        headers,
        ByteBufUtil.getBytes(request.content()));
  }

  private FullHttpResponse response(Reply reply) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(reply.status()),
            asksHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(reply.body()));
    HttpHeaders headers = response.headers();
    reply.headers().forEach(headers::set);
    if (!reply.mediaType().isEmpty()) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, reply.mediaType());
    }
    headers.set(HttpHeaderNames.DATE, DateLine.now());
    HttpUtil.setContentLength(response, reply.body().length);
    HttpUtil.setKeepAlive(response, !ends);
    return response;
  }
}
