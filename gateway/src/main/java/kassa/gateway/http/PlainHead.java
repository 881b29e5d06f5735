package kassa.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The head of a request, read no further than needs be to throw the request away. Whatever is not
 * plain is left to the decoder that knows all of HTTP: what two of them might read differently is
 * never read here.
 *
 * @param target as it was sent
 * @param whole bytes of head and body
 */
record PlainHead(String method, String target, int whole) {
  private static final AsciiString VERSION = AsciiString.cached("HTTP/1.1");
  private static final AsciiString LENGTH = AsciiString.cached("content-length");

  private static final AsciiString CONNECTION = AsciiString.cached("connection");
  private static final AsciiString STAYS = AsciiString.cached("keep-alive");

  /** These change where a message ends, or what comes after it. */
  private static final AsciiString[] NOT_PLAIN = {
    AsciiString.cached("transfer-encoding"),
    AsciiString.cached("expect"),
    AsciiString.cached("upgrade")
  };

  private static final int MOST_DIGITS = 6;

  /**
   * @param bytes from the first of a request on; not consumed
   * @return empty when the head is not plain, or not all here
   */
  static Optional<PlainHead> of(ByteBuf bytes) {
    int start = bytes.readerIndex();
    int end = lineEnd(bytes, start);
    int afterMethod = end < 0 ? -1 : bytes.indexOf(start, end, (byte) ' ');
    int afterTarget = afterMethod < 0 ? -1 : bytes.indexOf(afterMethod + 1, end, (byte) ' ');
    if (afterTarget < 0 || !is(bytes, afterTarget + 1, end, VERSION)) {
      return Optional.empty();
    }
    int length = -1;
    int line = end + 2;
    for (end = lineEnd(bytes, line); end > line; end = lineEnd(bytes, line)) {
      int colon = bytes.indexOf(line, end, (byte) ':');
      if (colon <= line || !isPlain(bytes, line, colon)) {
        return Optional.empty();
      }
      if (is(bytes, line, colon, LENGTH)) {
        int said = number(bytes, colon + 1, end);
        if (said < 0 || length >= 0) {
          return Optional.empty();
        }
        length = said;
      } else if (is(bytes, line, colon, CONNECTION) && !says(bytes, colon + 1, end, STAYS)) {
        return Optional.empty();
      }
      line = end + 2;
    }
    return end < 0
        ? Optional.empty()
        : Optional.of(
            new PlainHead(
                text(bytes, start, afterMethod),
                text(bytes, afterMethod + 1, afterTarget),
                end + 2 - start + Math.max(0, length)));
  }

  /** Where the line's CR is; -1 when its end is not here, or is not CR LF. */
  private static int lineEnd(ByteBuf bytes, int from) {
    int feed =
        from >= bytes.writerIndex() ? -1 : bytes.indexOf(from, bytes.writerIndex(), (byte) '\n');
    return feed > from && bytes.getByte(feed - 1) == '\r' ? feed - 1 : -1;
  }

  /** A name of letters and '-' only; so neither a folded line nor a blank before the colon. */
  private static boolean isPlain(ByteBuf bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      int letter = bytes.getByte(i) | 0x20;
      if ((letter < 'a' || letter > 'z') && bytes.getByte(i) != '-') {
        return false;
      }
    }
    for (AsciiString name : NOT_PLAIN) {
      if (is(bytes, from, to, name)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it is this text, whatever the case. */
  private static boolean is(ByteBuf bytes, int from, int to, AsciiString text) {
    if (to - from != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char letter = (char) bytes.getUnsignedByte(from + i);
      if (AsciiString.toLowerCase(letter) != AsciiString.toLowerCase(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the value is this text, after at most one blank. */
  private static boolean says(ByteBuf bytes, int from, int to, AsciiString text) {
    boolean blank = from < to && bytes.getByte(from) == ' ';
    return is(bytes, blank ? from + 1 : from, to, text);
  }

  /** Digits between blanks; -1 when it is anything else. */
  private static int number(ByteBuf bytes, int from, int to) {
    String digits = text(bytes, from, to).strip();
    boolean isNumber =
        !digits.isEmpty()
            && digits.length() <= MOST_DIGITS
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber ? Integer.parseInt(digits) : -1;
  }

  private static String text(ByteBuf bytes, int from, int to) {
    return bytes.toString(from, to - from, StandardCharsets.ISO_8859_1);
  }
}
