package kassa.gateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;

/** Gathers a request and its body, and says so when that is too large; the rest is thrown away. */
final class WholeRequest extends HttpObjectAggregator {
  /** Told to the connection when a body is too large. */
  static final Object TOO_LARGE = new Object();

  WholeRequest(int mostBytes) {
    super(mostBytes);
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
    context.fireUserEventTriggered(TOO_LARGE);
  }
}
