package kassa.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes on is what comes out behind it. */
class TurnstileTest {
  private static final String ORDER =
      "POST /v1/orders HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";

  private static final Stencil FULL = new Stencil(Reply.text(503, "Full.\n"));

  private boolean full = true;
  private int heard;
  private final Routes routes =
      new Routes() {
        @Override
        public CompletionStage<Reply> handle(Request request) {
          throw new AssertionError("nothing is behind the turnstile");
        }

        @Override
        public Reply refuse(Unreadable why) {
          throw new AssertionError("nothing is behind the turnstile");
        }

        @Override
        public Optional<Stencil> turnAway(String method, String target) {
          return full && (method + target).equals("POST/v1/orders")
              ? Optional.of(FULL)
              : Optional.empty();
        }
      };

  private final Turnstile turnstile = new Turnstile(routes, () -> heard++, new DoorPause());
  private final EmbeddedChannel channel = new EmbeddedChannel(turnstile);

  @AfterEach
  void end() {
    channel.finishAndReleaseAll();
  }

  @Test
  void whoComesWhenItIsFullIsToldSoAndMayComeAgain() {
    for (int i = 0; i < 3; i++) {
      send(ORDER);

      String told = told();
      assertTrue(told.startsWith("HTTP/1.1 503 Service Unavailable\r\n"), told);
      assertTrue(told.contains("\r\ncontent-type: text/plain; charset=UTF-8\r\n"), told);
      assertTrue(told.contains("\r\ncontent-length: 6\r\n"), told);
      assertTrue(told.endsWith("\r\n\r\nFull.\n"), told);
      assertEquals("", wentOn());
    }
    assertEquals(3, heard);
  }

  @Test
  void whoComesWhenItIsNotFullGoesOn() {
    full = false;
    send(ORDER);
    assertEquals(ORDER, wentOn());

    full = true;
    turnstile.left();
    send(ORDER);

    assertEquals("", wentOn());
    assertTrue(told().startsWith("HTTP/1.1 503 "));
  }

  @Test
  void whileAnAnswerIsDueEverythingGoesOn() {
    full = false;
    send(ORDER);
    full = true;
    send(ORDER);

    assertEquals(ORDER + ORDER, wentOn());
    assertEquals("", told());
  }

  @Test
  void otherRequestsGoOnAndDoNotBlindIt() {
    String get = "GET /v1/openapi.yaml HTTP/1.1\r\nHost: h\r\n\r\n";
    send(get);
    assertEquals(get, wentOn());
    turnstile.left();
    send(ORDER);

    assertTrue(told().startsWith("HTTP/1.1 503 "));
  }

  /** Its second half must not be taken for a request, whatever is written in it. */
  @Test
  void afterARequestInPiecesAllOfThatConnectionGoesOn() {
    String head = "POST /v1/orders HTTP/1.1\r\nContent-Length: " + ORDER.length() + "\r\n\r\n";
    send(head);
    send(ORDER);
    turnstile.left();
    send(ORDER);

    assertEquals(head + ORDER + ORDER, wentOn());
    assertEquals("", told());
  }

  @Test
  void severalRequestsAtOnceGoOnAndSoDoesWhatFollows() {
    send(ORDER + ORDER.substring(0, 20));
    turnstile.left();
    send(ORDER);

    assertEquals(ORDER + ORDER.substring(0, 20) + ORDER, wentOn());
    assertEquals("", told());
  }

  private void send(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
  }

  private String told() {
    StringBuilder told = new StringBuilder();
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      told.append(out.toString(StandardCharsets.ISO_8859_1));
      out.release();
    }
    return told.toString();
  }

  private String wentOn() {
    StringBuilder in = new StringBuilder();
    for (ByteBuf one = channel.readInbound(); one != null; one = channel.readInbound()) {
      in.append(one.toString(StandardCharsets.ISO_8859_1));
      one.release();
    }
    return in.toString();
  }
}
