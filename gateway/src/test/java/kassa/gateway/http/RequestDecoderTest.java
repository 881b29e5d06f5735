package kassa.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestDecoderTest {
  private static final String GET = "GET /one HTTP/1.1\r\n\r\n";
  private static final String POST = "POST /two HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc";

  private final RequestDecoder decoder = new RequestDecoder(new HttpDecoderConfig());
  private final Reads reads = new Reads();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(reads, decoder, new WholeRequest(1_000));

  /** How often more is read. */
  private static final class Reads extends ChannelOutboundHandlerAdapter {
    int count;

    @Override
    public void read(ChannelHandlerContext context) {
      count++;
    }
  }

  @BeforeEach
  void onlyReadsWhenAsked() {
    channel.config().setAutoRead(false);
  }

  @AfterEach
  void end() {
    channel.finishAndReleaseAll();
  }

  @Test
  void whatCameAlongWaitsUntilItIsAskedFor() {
    send(GET + POST + GET);

    assertEquals("/one", wentOn());
    assertNull(wentOn());
    next();
    assertEquals("/two", wentOn());
    assertNull(wentOn());
    next();
    assertEquals("/one", wentOn());
    assertFalse(decoder.hasPart());
    next();
    assertNull(wentOn());
  }

  @Test
  void nothingIsReadBehindARequestBeforeTheNextIsAskedFor() {
    for (int part = 1; part < POST.length(); part++) {
      reads.count = 0;
      send(GET + POST.substring(0, part));

      assertEquals("/one", wentOn());
      assertEquals(0, reads.count, POST.substring(0, part));
      next();
      assertTrue(decoder.hasPart(), POST.substring(0, part));
      assertTrue(reads.count > 0, POST.substring(0, part));
      send(POST.substring(part));
      assertEquals("/two", wentOn());
      next();
      assertFalse(decoder.hasPart());
    }
  }

  @Test
  void aHeadThatComesInPiecesIsReadToItsEnd() {
    send(GET + GET);
    assertEquals("/one", wentOn());
    next();
    assertEquals("/one", wentOn());
    next();
    reads.count = 0;

    send("G");

    assertEquals(1, reads.count);
    assertTrue(decoder.hasPart());
  }

  @Test
  void whatIsThrownAwayIsNotKept() {
    send(GET + POST);
    decoder.throwAway();
    send(POST);

    assertEquals("/one", wentOn());
    assertNull(wentOn());
    assertEquals(0, channel.inboundMessages().size());
  }

  private void next() {
    decoder.next(channel.pipeline().context(decoder));
  }

  private void send(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
  }

  /** The next request that went on; null when there is none. */
  private @Nullable String wentOn() {
    FullHttpRequest request = channel.readInbound();
    if (request == null) {
      return null;
    }
    String uri = request.uri();
    request.release();
    return uri;
  }
}
