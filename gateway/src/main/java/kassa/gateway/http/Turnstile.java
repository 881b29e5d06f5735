package kassa.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Optional;

/**
 * Turns requests away before they are decoded, while {@link Routes#turnAway} says so: a node that
 * is asked for ten times what it can do would otherwise spend a third of its time on reading what
 * it refuses. Only what comes as one plain request in one piece; from the first that does not,
 * everything on that connection goes on, and is refused by the routes. It stands before all that
 * watches over time: a whole request is here, and its answer is taken at once or never. On the
 * thread of its connection.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails here ends the connection, which says so
final class Turnstile extends ChannelInboundHandlerAdapter {
  private final Routes routes;
  private final Runnable heard;
  private final DoorPause pause;

  /** A request went on, and its answer is not out yet. */
  private boolean busy;

  /** Where requests begin and end is known to the decoder only. */
  private boolean blind;

  /**
   * @param heard told when a request is turned away
   */
  Turnstile(Routes routes, Runnable heard, DoorPause pause) {
    this.routes = routes;
    this.heard = heard;
    this.pause = pause;
  }

  /** The request that went on is answered, and the next one may come. */
  void left() {
    busy = false;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    Optional<Stencil> away = away(bytes);
    if (away.isEmpty()) {
      busy = true;
      context.fireChannelRead(bytes);
      return;
    }
    bytes.release();
    heard.run();
    pause.after(context.executor());
    ByteBuf told = away.get().fill(context.alloc(), RequestId.next());
    if (context.writeAndFlush(told).isSuccess()) {
      context.read();
    } else {
      context.close(); // what it has not taken yet fills all that the system keeps for it
    }
  }

  private Optional<Stencil> away(ByteBuf bytes) {
    Optional<PlainHead> head =
        busy || blind
            ? Optional.empty()
            : PlainHead.of(bytes).filter(one -> one.whole() == bytes.readableBytes());
    blind |= head.isEmpty();
    return head.flatMap(one -> routes.turnAway(one.method(), one.target()));
  }
}
