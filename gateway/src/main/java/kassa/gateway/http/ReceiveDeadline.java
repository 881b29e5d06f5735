package kassa.gateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at bytes as they come: a request of which one is here must be here as a whole in time, its
 * head included. On the thread of its connection.
 */
final class ReceiveDeadline extends ChannelInboundHandlerAdapter {
  /** Told to the connection when time is up. */
  static final Object OVER = new Object();

  private final Duration time;
  private @Nullable Future<?> waiting;

  ReceiveDeadline(Duration time) {
    this.time = time;
  }

  /** A whole request is here, or nothing more is waited for. */
  void received() {
    if (waiting != null) {
      waiting.cancel(false);
      waiting = null;
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    if (waiting == null) {
      waiting =
          context
              .executor()
              .schedule(
                  () -> context.fireUserEventTriggered(OVER),
                  time.toMillis(),
                  TimeUnit.MILLISECONDS);
    }
    context.fireChannelRead(bytes);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    received();
    context.fireChannelInactive();
  }
}
