package kassa.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StencilTest {
  private static final String ID = "req_0123456789abcdef";

  @Test
  void dateAndNameAreFilledInWhereverTheyBelong() {
    Reply reply =
        new Reply(
            503,
            Reply.JSON,
            Map.of("Request-Id", RequestId.BLANK),
            "{\"id\":\"%s\"}".formatted(RequestId.BLANK).getBytes(StandardCharsets.US_ASCII));
    Stencil stencil = new Stencil(reply);
    told(stencil, RequestId.next());

    assertEquals(
        """
        HTTP/1.1 503 Service Unavailable
        Request-Id: req_0123456789abcdef
        content-type: application/json
        content-length: 29
        date: D

        {"id":"req_0123456789abcdef"}"""
            .replace("\n", "\r\n"),
        told(stencil, ID).replaceAll("date: [A-Z][a-z]{2}, [A-Za-z0-9 :]{17,25} GMT", "date: D"));
  }

  @Test
  void aNameIsAsLongAsTheBlank() {
    assertEquals(RequestId.BLANK.length(), RequestId.next().length());
  }

  @Test
  void aNameThatDoesNotFitIsRefused() {
    Stencil stencil = new Stencil(Reply.text(503, RequestId.BLANK));

    assertThrows(IllegalArgumentException.class, () -> told(stencil, "req_1"));
  }

  private static String told(Stencil stencil, String id) {
    ByteBuf told = stencil.fill(UnpooledByteBufAllocator.DEFAULT, id);
    try {
      return told.toString(StandardCharsets.US_ASCII);
    } finally {
      told.release();
    }
  }
}
