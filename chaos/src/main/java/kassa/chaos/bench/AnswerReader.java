package kassa.chaos.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads as much of an HTTP answer as the bench needs: its status, whether the connection stays, and
 * the body where it matters. A whole decoder, which keeps every header, cost as much as all the
 * rest of a request. Answers without a length are taken for broken: a node always says it.
 */
final class AnswerReader extends ByteToMessageDecoder {
  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final int STATUS_DIGITS = 3;
  private static final int LONGEST_HEAD = 8 * 1024;
  private static final int LARGEST_BODY = 256 * 1024;
  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /**
   * @param body empty unless the status is 200: only a replay's matters
   * @param stays whether the connection does
   */
  record Answer(int status, String body, boolean stays) {}

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int end = endOfHead(in);
    if (end < 0) {
      if (in.readableBytes() > LONGEST_HEAD) {
        throw new IllegalArgumentException("an answer without an end");
      }
      return;
    }
    String head =
        in.toString(in.readerIndex(), end - in.readerIndex(), StandardCharsets.ISO_8859_1);
    int length = length(head);
    int whole = end + END_OF_HEAD.length + length - in.readerIndex();
    if (in.readableBytes() < whole) {
      return;
    }
    int status = Integer.parseInt(head.substring(STATUS_AT, STATUS_AT + STATUS_DIGITS));
    String body =
        status == 200 ? in.toString(end + END_OF_HEAD.length, length, StandardCharsets.UTF_8) : "";
    in.skipBytes(whole);
    out.add(new Answer(status, body, !"close".equalsIgnoreCase(value(head, "connection"))));
  }

  private static int endOfHead(ByteBuf in) {
    int last = in.writerIndex() - END_OF_HEAD.length;
    for (int at = in.readerIndex(); at >= 0 && at <= last; at++) {
      at = in.indexOf(at, last + 1, (byte) '\r');
      if (at < 0) {
        return -1;
      }
      if (in.getByte(at + 1) == '\n' && in.getByte(at + 2) == '\r' && in.getByte(at + 3) == '\n') {
        return at;
      }
    }
    return -1;
  }

  private static int length(String head) {
    int length = Integer.parseInt(value(head, "content-length"));
    if (length < 0 || length > LARGEST_BODY) {
      throw new IllegalArgumentException("a body of " + length + " bytes");
    }
    return length;
  }

  /** Empty when there is no such header. */
  private static String value(String head, String name) {
    for (int line = head.indexOf('\n') + 1; line > 0; line = head.indexOf('\n', line) + 1) {
      int colon = line + name.length();
      if (head.startsWith(":", colon) && head.regionMatches(true, line, name, 0, name.length())) {
        int end = head.indexOf('\r', colon);
        return head.substring(colon + 1, end < 0 ? head.length() : end).strip();
      }
    }
    return "";
  }
}
