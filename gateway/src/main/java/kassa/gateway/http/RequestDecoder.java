package kassa.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Decodes one request, and the next one when it is asked for: what came along with a request waits
 * as the bytes that it came as, of which one read takes at most 64 KiB. Decoded, it would take many
 * times as much, and who does not read answers could make a node hold that. On the thread of its
 * connection.
 */
final class RequestDecoder extends HttpRequestDecoder {
  /** The last byte of a request went on, and the next one was not asked for. */
  private boolean waits;

  /** Bytes of a request went on, but not its last. */
  private boolean inTheMiddle;

  private boolean throwsAway;

  RequestDecoder(HttpDecoderConfig config) {
    super(config);
  }

  /**
   * The next request may come, of which a part or all may be here.
   *
   * @param context of this handler
   */
  void next(ChannelHandlerContext context) {
    waits = false;
    if (actualReadableBytes() == 0) {
      return;
    }
    try {
      channelRead(context, Unpooled.EMPTY_BUFFER);
      channelReadComplete(context);
    } catch (Exception unreadable) {
      context.fireExceptionCaught(unreadable);
    }
  }

  /** Whether a part of a request is here that did not go on as a whole. */
  boolean hasPart() {
    return inTheMiddle || actualReadableBytes() > 0;
  }

  /** Nothing that comes is looked at any more. */
  void throwAway() {
    throwsAway = true;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out)
      throws Exception {
    if (throwsAway) {
      bytes.skipBytes(bytes.readableBytes());
    } else if (!waits) {
      super.decode(context, bytes, out);
      waits = !out.isEmpty() && out.get(out.size() - 1) instanceof LastHttpContent;
      inTheMiddle = !waits;
    }
  }
}
