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
  private final Runnable begun;
  private @Nullable Future<?> waiting;

  /**
   * @param begun told when the first byte of a request is here
   */
  ReceiveDeadline(Duration time, Runnable begun) {
    this.time = time;
    this.begun = begun;
  }

  /** A whole request is here, or nothing more is waited for. */
  void received() {
    if (waiting != null) {
      waiting.cancel(false);
      waiting = null;
    }
  }

  /** A part of a request is here, and the rest is waited for from now on. */
  void begins(ChannelHandlerContext context) {
    if (waiting == null) {
      begun.run();
      waiting =
          context
              .executor()
              .schedule(
                  () -> context.pipeline().fireUserEventTriggered(OVER),
                  time.toMillis(),
                  TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    begins(context);
    context.fireChannelRead(bytes);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    received();
    context.fireChannelInactive();
  }
}
