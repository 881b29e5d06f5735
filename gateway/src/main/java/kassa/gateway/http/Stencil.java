package kassa.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An answer that is told so often that to write it would cost more than the work it spares: all of
 * its bytes are written once, and then only the date and the request's name are filled in. Any
 * thread may call.
 */
public final class Stencil {
  private final byte[] blank;
  private final int date;
  private final int[] names;

  /**
   * @param reply with {@link RequestId#BLANK} wherever the request's name belongs; all ASCII
   */
  public Stencil(Reply reply) {
    StringBuilder text = new StringBuilder();
    text.append("HTTP/1.1 ").append(HttpResponseStatus.valueOf(reply.status())).append("\r\n");
    for (Map.Entry<String, String> header : reply.headers().entrySet()) {
      line(text, header.getKey(), header.getValue());
    }
    line(text, "content-type", reply.mediaType());
    line(text, "content-length", Integer.toString(reply.body().length));
    line(text, "date", DateLine.now());
    this.date = text.length() - DateLine.now().length() - 2;
    text.append("\r\n").append(new String(reply.body(), StandardCharsets.US_ASCII));
    this.blank = text.toString().getBytes(StandardCharsets.US_ASCII);
    this.names =
        Pattern.compile(RequestId.BLANK, Pattern.LITERAL)
            .matcher(text)
            .results()
            .mapToInt(place -> place.start())
            .toArray();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(": ").append(value).append("\r\n");
  }

  /**
   * The answer as it goes over a connection that stays.
   *
   * @param requestId as long as {@link RequestId#BLANK}, or it is refused
   */
  ByteBuf fill(ByteBufAllocator allocator, String requestId) {
    if (requestId.length() != RequestId.BLANK.length()) {
      throw new IllegalArgumentException(requestId + " does not fit");
    }
    ByteBuf out = allocator.buffer(blank.length, blank.length).writeBytes(blank);
    out.setCharSequence(date, DateLine.now(), StandardCharsets.US_ASCII);
    for (int name : names) {
      out.setCharSequence(name, requestId, StandardCharsets.US_ASCII);
    }
    return out;
  }
}
