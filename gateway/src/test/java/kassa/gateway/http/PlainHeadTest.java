package kassa.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainHeadTest {
  @Test
  void methodTargetAndWhereItEndsAreRead() {
    String post = "POST /v1/orders HTTP/1.1\r\nHost: h:1\r\ncontent-LENGTH: 12 \r\n\r\n";
    String get = "GET /v1/orders/o?wait=1s HTTP/1.1\r\nHost: h\r\nConnection: Keep-Alive\r\n\r\n";

    assertEquals(
        Optional.of(new PlainHead("POST", "/v1/orders", post.length() + 12)),
        read(post + "{\"a\":"));
    assertEquals(
        Optional.of(new PlainHead("GET", "/v1/orders/o?wait=1s", get.length())), read(get));
  }

  @Test
  void itBeginsWhereTheReaderIs() {
    String get = "GET / HTTP/1.1\r\n\r\n";
    ByteBuf bytes = Unpooled.copiedBuffer("xyz" + get, StandardCharsets.ISO_8859_1).skipBytes(3);

    assertEquals(Optional.of(new PlainHead("GET", "/", get.length())), PlainHead.of(bytes));
    assertEquals(get.length(), bytes.readableBytes());
  }

  @Test
  void aHeadOfWhichBytesAreMissingIsNotRead() {
    String whole = "POST /v1/orders HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n";
    for (int i = 0; i < whole.length(); i++) {
      assertEquals(Optional.empty(), read(whole.substring(0, i)), whole.substring(0, i));
    }
  }

  /** Each of these is, or may be, read otherwise by somebody else. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST / HTTP/1.0\r\n\r\n",
        "POST / HTTP/1.1 \r\n\r\n",
        "POST / /x HTTP/1.1\r\n\r\n",
        "POST /\r\n\r\n",
        "\r\nPOST / HTTP/1.1\r\n\r\n",
        "POST / HTTP/1.1\n\n",
        "POST / HTTP/1.1\r\nHost: h\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\ntransfer-encodinG: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nConnection: close\r\n\r\n",
        "POST / HTTP/1.1\r\nConnection: keep-alive, Upgrade\r\n\r\n",
        "POST / HTTP/1.1\r\nConnection:\r\n\r\n",
        "POST / HTTP/1.1\r\nExpect: 100-continue\r\n\r\n",
        "POST / HTTP/1.1\r\nUpgrade: h2c\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 1, 1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: +1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 0x1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length:\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 9999999999\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length : 1\r\n\r\n",
        "POST / HTTP/1.1\r\nA: b\r\n Content-Length: 1\r\n\r\n",
        "POST / HTTP/1.1\r\nA: b\r\n\tc: 1\r\n\r\n",
        "POST / HTTP/1.1\r\nno colon\r\n\r\n",
        "POST / HTTP/1.1\r\n: nameless\r\n\r\n",
      })
  void whatIsNotPlainIsLeftToTheDecoder(String head) {
    assertEquals(Optional.empty(), read(head));
  }

  private static Optional<PlainHead> read(String text) {
    return PlainHead.of(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
  }
}
