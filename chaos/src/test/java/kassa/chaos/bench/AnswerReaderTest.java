package kassa.chaos.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.nio.charset.StandardCharsets;
import kassa.chaos.bench.AnswerReader.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {
  private final EmbeddedChannel channel = new EmbeddedChannel(new AnswerReader());

  @AfterEach
  void end() {
    channel.finishAndReleaseAll();
  }

  @Test
  void onlyTheBodyOfAReplayIsRead() {
    come("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nDate: now\r\n\r\n{e}");
    come("HTTP/1.1 503 Service Unavailable\r\ndate: now\r\ncontent-length: 2\r\n\r\n{}");

    assertEquals(new Answer(200, "{e}", true), channel.readInbound());
    assertEquals(new Answer(503, "", true), channel.readInbound());
  }

  @Test
  void anAnswerThatComesByteByByteIsOne() {
    String text = "HTTP/1.1 201 Created\r\nContent-Length: 4\r\nConnection: close\r\n\r\n\r\n\r\n";
    for (int i = 0; i < text.length(); i++) {
      assertNull(channel.readInbound());
      come(text.substring(i, i + 1));
    }

    assertEquals(new Answer(201, "", false), channel.readInbound());
  }

  @Test
  void aHeaderThatOnlyEndsLikeTheLengthIsNotTheLength() {
    come("HTTP/1.1 201 Created\r\nX-Content-Length: 9\r\nContent-Length: 0\r\n\r\n");

    assertEquals(new Answer(201, "", true), channel.readInbound());
  }

  @Test
  void withoutALengthItIsBroken() {
    EmbeddedChannel broken = new EmbeddedChannel(new AnswerReader());
    String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";

    assertThrows(
        DecoderException.class,
        () -> broken.writeInbound(Unpooled.copiedBuffer(chunked, StandardCharsets.UTF_8)));
  }

  private void come(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
  }
}
