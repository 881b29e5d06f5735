package kassa.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over real sockets, by the bytes that go over them. */
@Timeout(60)
class HttpServerTest {
  private static final int PLACES = 3;
  private static final String TO_THE_END = "\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  private final HttpServer server = new HttpServer(PLACES);
  private final CompletableFuture<Reply> later = new CompletableFuture<>();
  private final CompletableFuture<Request> askedForLater = new CompletableFuture<>();
  private final List<Socket> sockets = new ArrayList<>();
  private int port;

  @BeforeEach
  void serve() throws IOException {
    Routes routes =
        new RouteTable()
            .on("GET", "/name/*", (request, name) -> now(Reply.text(200, name + "\n")))
            .on("GET", "/large", (request, none) -> now(Reply.text(200, "x".repeat(1_000_000))))
            .on("HEAD", "/name/*", (request, name) -> now(Reply.text(200, name + "\n")))
            .on("POST", "/length", (request, none) -> now(length(request)))
            .on("GET", "/broken", (request, none) -> CompletableFuture.failedStage(new Oops()))
            .on(
                "GET",
                "/later",
                (request, none) -> {
                  askedForLater.complete(request);
                  return later;
                });
    port = server.bind("127.0.0.1", 0, routes).getPort();
  }

  @AfterEach
  void end() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.close();
  }

  @Test
  void requestsThatComeAtOnceAreAnsweredInTheirOrder() throws Exception {
    String told =
        say(
            "GET /name/one HTTP/1.1\r\nHost: localhost\r\n\r\n"
                + "POST /length HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nabcde"
                + "GET /name/two HTTP/1.1"
                + TO_THE_END);

    assertTrue(told.contains("one\n"), told);
    assertTrue(told.indexOf("one\n") < told.indexOf("5\n"), told);
    assertTrue(told.indexOf("5\n") < told.indexOf("two\n"), told);
  }

  @Test
  void aRequestThatComesByteByByteIsOne() throws Exception {
    Socket socket = connect();
    for (byte one : ascii("POST /length HTTP/1.1\r\nContent-Length: 3" + TO_THE_END + "abc")) {
      socket.getOutputStream().write(one);
      socket.getOutputStream().flush();
    }

    assertTrue(rest(socket).endsWith("\r\n\r\n3\n"));
  }

  @Test
  void aSlowAnswerHoldsNobodyElseUp() throws Exception {
    Socket slow = connect();
    slow.getOutputStream().write(ascii("GET /later HTTP/1.1" + TO_THE_END));
    askedForLater.get();

    assertTrue(say("GET /name/quick HTTP/1.1" + TO_THE_END).endsWith("quick\n"));
    later.complete(Reply.text(200, "at last\n"));
    assertTrue(rest(slow).endsWith("at last\n"));
  }

  @Test
  void answersThatAreDueGoOutBeforeItCloses() throws Exception {
    Socket waiting = connect();
    Socket idle = connect();
    waiting.getOutputStream().write(ascii("GET /later HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    askedForLater.get();

    CompletableFuture<Void> closed =
        CompletableFuture.runAsync(() -> server.close(Duration.ofSeconds(30)));

    assertEquals("", rest(idle));
    assertFalse(closed.isDone(), "an answer is due");
    later.complete(Reply.text(200, "at last\n"));
    assertTrue(rest(waiting).endsWith("at last\n"));
    closed.get();
  }

  @Test
  void aHeadThatStopsInTheMiddleIsToldSo() throws Exception {
    Socket socket = connect();
    socket.getOutputStream().write(ascii("GET /name/one HTTP/1.1\r\nHost: loc"));

    assertTrue(rest(socket).startsWith("HTTP/1.1 408 "));
  }

  @Test
  void aPartThatCameAlongWithARequestIsNotWaitedForLongerThanAnother() throws Exception {
    String whole = "GET /name/one HTTP/1.1\r\n\r\n";
    for (String part :
        List.of("G", "GET /name/two HTTP/1.1\r\nHost", "POST /length HTTP/1.1\r\n")) {
      Socket socket = connect();
      socket.getOutputStream().write(ascii(whole + part));

      String told = rest(socket);
      assertTrue(told.startsWith("HTTP/1.1 200 "), told);
      assertTrue(told.contains("HTTP/1.1 408 "), told);
    }
  }

  @Test
  void aBodyThatCameInPartAlongWithARequestIsNotWaitedForEither() throws Exception {
    Socket socket = connect();
    String part = "POST /length HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc";
    socket.getOutputStream().write(ascii("GET /name/one HTTP/1.1\r\n\r\n" + part));

    assertTrue(rest(socket).contains("HTTP/1.1 408 "));
  }

  @Test
  void whoDoesNotTakeAnswersIsLeft() throws Exception {
    Socket socket = connect();
    socket.getOutputStream().write(ascii("GET /large HTTP/1.1\r\n\r\n".repeat(100)));
    until(1);

    until(0);
  }

  @Test
  void whoHasYetToTakeAnAnswerMakesRoom() throws Exception {
    for (int i = 0; i < PLACES; i++) {
      Socket socket = connect();
      socket.getOutputStream().write(ascii("GET /large HTTP/1.1\r\n\r\n"));
      assertEquals('H', socket.getInputStream().read());
    }

    assertTrue(say("GET /name/new HTTP/1.1" + TO_THE_END).endsWith("new\n"));
  }

  @Test
  void whoIsSilentForLongestMakesRoom() throws Exception {
    Socket asking = connect();
    asking.getOutputStream().write(ascii("GET /later HTTP/1.1" + TO_THE_END));
    askedForLater.get();
    Socket oldest = connect();
    until(2);
    Socket younger = connect();
    until(3);

    assertTrue(say("GET /name/new HTTP/1.1" + TO_THE_END).endsWith("new\n"));
    assertEquals("", rest(oldest));
    younger.getOutputStream().write(ascii("GET /name/young HTTP/1.1" + TO_THE_END));
    assertTrue(rest(younger).endsWith("young\n"));
    later.complete(Reply.text(200, "at last\n"));
    assertTrue(rest(asking).endsWith("at last\n"));
  }

  @Test
  void aHeadIsAnsweredWithoutBody() throws Exception {
    String told = say("HEAD /name/one HTTP/1.1\r\n\r\nGET /name/two HTTP/1.1" + TO_THE_END);

    assertTrue(told.contains("content-length: 4\r\n"), told);
    assertFalse(told.contains("one\n"), told);
    assertTrue(told.endsWith("two\n"), told);
  }

  @Test
  void whatIsNoHttpOrHasTooLongAHeadIsRefused() throws Exception {
    String header = "\r\nLong: " + "x".repeat(20_000);

    assertTrue(say("Hello?\r\n\r\n").startsWith("HTTP/1.1 400 "));
    assertTrue(say("GET /name/one HTTP/1.1" + header + TO_THE_END).startsWith("HTTP/1.1 400 "));
    assertTrue(say("GET /name/%zz HTTP/1.1" + TO_THE_END).startsWith("HTTP/1.1 400 "));
  }

  @Test
  void anAnswerThatCannotBeSentEndsItsConnection() throws Exception {
    later.complete(new Reply(200, "text/plain", Map.of("Bad", "two\r\nlines"), new byte[0]));

    assertEquals("", say("GET /later HTTP/1.1" + TO_THE_END));
  }

  @Test
  void anAnswerThatNeverComesIsNotWaitedForForEver() throws Exception {
    assertTrue(say("GET /later HTTP/1.1" + TO_THE_END).startsWith("HTTP/1.1 504 "));
  }

  @Test
  void aBodyThatIsTooLargeBehindAnotherRequestIsToldAfterThatOne() throws Exception {
    Socket socket = connect();
    String large = "POST /length HTTP/1.1\r\nContent-Length: 100000\r\n\r\n";
    socket.getOutputStream().write(ascii("GET /later HTTP/1.1\r\n\r\n" + large));
    askedForLater.get();
    later.complete(Reply.text(200, "at last\n"));

    String told = rest(socket);
    assertTrue(told.contains("at last\nHTTP/1.1 413 "), told);
  }

  @Test
  void whatBreaksIsToldWithoutWhy() throws Exception {
    String told = say("GET /broken HTTP/1.1" + TO_THE_END);

    assertTrue(told.startsWith("HTTP/1.1 500 "), told);
    assertFalse(told.contains("Oops"), told);
  }

  @Test
  void whatIsNotThereAndWhatIsAskedForOtherwiseIsToldSo() throws Exception {
    assertTrue(say("GET /name HTTP/1.1" + TO_THE_END).startsWith("HTTP/1.1 404 "));
    assertTrue(say("GET /name/ HTTP/1.1" + TO_THE_END).startsWith("HTTP/1.1 404 "));
    String told = say("GET /length HTTP/1.1" + TO_THE_END);
    assertTrue(told.startsWith("HTTP/1.1 405 "), told);
    assertTrue(told.contains("\r\nAllow: POST\r\n"), told);
  }

  /** Thrown by a route. */
  private static final class Oops extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static Reply length(Request request) {
    return Reply.text(200, request.body().length + "\n");
  }

  private static CompletionStage<Reply> now(Reply reply) {
    return CompletableFuture.completedFuture(reply);
  }

  private String say(String words) throws IOException {
    Socket socket = connect();
    socket.getOutputStream().write(ascii(words));
    return rest(socket);
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    sockets.add(socket);
    return socket;
  }

  private static String rest(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
  }

  /** Until so many connections are here. */
  private void until(int connections) throws InterruptedException {
    while (server.bounds().get(0).use().orElseThrow() != connections) {
      Thread.sleep(10);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
