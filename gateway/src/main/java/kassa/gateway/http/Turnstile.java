package kassa.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.Optional;

/**
 * Turns requests away before they are decoded, while {@link Routes#turnAway} says so: a node that
 * is asked for ten times what it can do would otherwise spend a third of its time on reading what
 * it refuses. Only what comes as one plain request in one piece; from the first that does not,
 * everything on that connection goes on, and is refused by the routes. On the thread of its
 * connection.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails here ends the connection, which says so
final class Turnstile extends ChannelInboundHandlerAdapter {
  private static final int ROOM = 1_024;

  private final Routes routes;
  private final ReceiveDeadline deadline;
  private final DoorPause pause;

  /** A request went on, and its answer is not out yet. */
  private boolean busy;

  /** Where requests begin and end is known to the decoder only. */
  private boolean blind;

  Turnstile(Routes routes, ReceiveDeadline deadline, DoorPause pause) {
    this.routes = routes;
    this.deadline = deadline;
    this.pause = pause;
  }

  /** The request that went on is answered, and the next one may come. */
  void left() {
    busy = false;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    Optional<Reply> away = away(bytes);
    if (away.isEmpty()) {
      busy = true;
      context.fireChannelRead(bytes);
      return;
    }
    bytes.release();
    deadline.received();
    pause.after(context.executor());
    context
        .writeAndFlush(written(context, away.get()))
        .addListener(
            sent -> {
              if (sent.isSuccess()) {
                context.read();
              } else {
                context.close();
              }
            });
  }

  private Optional<Reply> away(ByteBuf bytes) {
    Optional<PlainHead> head =
        busy || blind
            ? Optional.empty()
            : PlainHead.of(bytes).filter(one -> one.whole() == bytes.readableBytes());
    blind |= head.isEmpty();
    return head.flatMap(one -> routes.turnAway(one.method(), one.target()));
  }

  private static ByteBuf written(ChannelHandlerContext context, Reply reply) {
    ByteBuf out = context.alloc().buffer(ROOM);
    ByteBufUtil.writeAscii(out, "HTTP/1.1 " + HttpResponseStatus.valueOf(reply.status()) + "\r\n");
    for (Map.Entry<String, String> header : reply.headers().entrySet()) {
      write(out, header.getKey(), header.getValue());
    }
    write(out, "content-type", reply.mediaType());
    write(out, "date", DateLine.now());
    write(out, "content-length", Integer.toString(reply.body().length));
    ByteBufUtil.writeShortBE(out, ('\r' << 8) | '\n');
    return out.writeBytes(reply.body());
  }

  private static void write(ByteBuf out, String name, String value) {
    ByteBufUtil.writeAscii(out, name);
    ByteBufUtil.writeShortBE(out, (':' << 8) | ' ');
    ByteBufUtil.writeAscii(out, value);
    ByteBufUtil.writeShortBE(out, ('\r' << 8) | '\n');
  }
}
