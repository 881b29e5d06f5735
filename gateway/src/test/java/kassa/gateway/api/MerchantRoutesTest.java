package kassa.gateway.api;

import static kassa.gateway.api.OrderRequests.FULL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import kassa.gateway.checkout.AdmissionLimit;
import kassa.gateway.checkout.Checkout;
import kassa.gateway.checkout.CheckoutAnswer.NothingHappened;
import kassa.gateway.checkout.CheckoutAnswer.Why;
import kassa.gateway.checkout.CheckoutTurns;
import kassa.gateway.http.HttpServer;
import kassa.gateway.merchant.KeyHash;
import kassa.gateway.merchant.Merchant;
import kassa.gateway.merchant.Merchants;
import kassa.gateway.order.OrderFact.Opened;
import kassa.gateway.order.OrderSamples;
import kassa.ring.Key;
import kassa.ring.placement.RingDescriptor.Replication;
import kassa.ring.smallstate.SmallState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Over real sockets; behind them every checkout is turned away, and the ring holds one order. */
@TestInstance(Lifecycle.PER_CLASS)
class MerchantRoutesTest {
  /** One at a time: whoever did not leave would keep all that follow out. */
  private final FakeRing ring =
      new FakeRing()
          .holds(
              new Key(OrderSamples.ID.value()),
              StoredFacts.of(
                  new Opened(OrderSamples.placed(OrderSamples.A)),
                  OrderSamples.intent(OrderSamples.A)));

  private final CheckoutTurns turns =
      new CheckoutTurns(Duration.ofSeconds(1), Duration.ofSeconds(4), OrderRequests.NOW);
  private final AdmissionLimit limit = new AdmissionLimit(1, 1, 1, Duration.ofMinutes(1));

  private final List<Checkout> accepted = new CopyOnWriteArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server = new HttpServer();
  private int port;

  @BeforeAll
  void serve() throws IOException {
    MerchantRoutes routes =
        new MerchantRoutes(
            new ApiKeys(
                () ->
                    Merchants.of(
                        new SmallState(
                            Map.of(
                                Merchant.name(OrderRequests.DEMO),
                                Merchant.seeded(List.of(KeyHash.of("sk_test_demo")))))),
                () -> true),
            OrderRequests.KEYS,
            ring,
            Replication.DEFAULT,
            limit,
            turns,
            checkout -> {
              accepted.add(checkout);
              return CompletableFuture.completedFuture(new NothingHappened(Why.PARTNER_AWAY));
            },
            Clock.fixed(OrderRequests.NOW, ZoneOffset.UTC));
    turns.taken(OrderRequests.NOW);
    port = server.bind("127.0.0.1", 0, routes).getPort();
  }

  @AfterAll
  void end() {
    server.close();
  }

  @Test
  void aGoodRequestGoesToItsHomeWithADeadlineAndTheCard() throws Exception {
    HttpResponse<String> told = send(post(FULL));

    assertEquals(503, told.statusCode());
    Contract.check("POST", "/v1/orders", told.statusCode(), told.body());
    Checkout checkout = accepted.get(accepted.size() - 1);
    assertEquals("4242424242424242", checkout.card().number());
    assertEquals(OrderRequests.NOW.plusSeconds(4), checkout.deadline());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /v1/orders                                        | 405 | method_not_allowed
          DELETE | /v1/orders/ord_0123456789abcdefghjkmnpqrs         | 405 | method_not_allowed
          POST   | /v1/openapi.yaml                                  | 405 | method_not_allowed
          GET    | /v1/nothing                                       | 404 | not_found
          GET    | /                                                 | 404 | not_found
          GET    | /v1/orders/                                       | 404 | not_found
          GET    | /v1/orders/42                                     | 404 | not_found
          GET    | /v1/orders/ord_zzzzzzzzzzzzzzzzzzzzzzzzzz         | 404 | not_found
          GET    | /v1/orders/ord_zzzzzzzzzzzzzzzzzzzzzzzzzz/timeline| 404 | not_found
          """)
  void whatIsNotThereIsSaidInTheContractsWords(String method, String path, int status, String code)
      throws Exception {
    HttpResponse<String> told = send(request(path).method(method, BodyPublishers.noBody()));

    assertEquals(status, told.statusCode());
    assertEquals(code, OrderRequests.json(told.body()).path("code").textValue());
    assertEquals("application/problem+json", told.headers().firstValue("Content-Type").orElse(""));
    assertTrue(told.headers().firstValue("Request-Id").isPresent());
  }

  @Test
  void withoutAKeyNothingIsToldNotEvenWhetherThereIsSuchAnOrder() throws Exception {
    HttpResponse<String> told =
        send(request("/v1/orders/" + OrderSamples.ID).setHeader("Authorization", "Bearer wrong"));

    assertEquals(401, told.statusCode());
    Contract.check("GET", "/v1/orders/{id}", told.statusCode(), told.body());
  }

  @Test
  void anOrderAndItsTimelineAreReadAndNotSentAgainWhenUnchanged() throws Exception {
    for (String path : List.of("/v1/orders/{id}", "/v1/orders/{id}/timeline")) {
      HttpRequest.Builder request = request(path.replace("{id}", OrderSamples.ID.value()));
      HttpResponse<String> told = send(request);
      String tag = told.headers().firstValue("ETag").orElse("");
      HttpResponse<String> again = send(request.header("If-None-Match", tag));

      assertEquals(200, told.statusCode());
      Contract.check("GET", path, told.statusCode(), told.body());
      assertEquals(304, again.statusCode());
      assertEquals("", again.body());
    }
  }

  @Test
  void aBodyThatIsNoJsonByItsTypeIsRefusedUnread() throws Exception {
    HttpResponse<String> told = send(post(FULL).setHeader("Content-Type", "text/plain"));

    assertEquals(415, told.statusCode());
    Contract.check("POST", "/v1/orders", told.statusCode(), told.body());
  }

  @Test
  void aBodyOfMoreThan64KiBIsRefusedWithAndWithoutALengthBeforehand() throws Exception {
    byte[] large = "{\"a\":\"%s\"}".formatted("x".repeat(70_000)).getBytes(StandardCharsets.UTF_8);

    HttpResponse<String> told = send(post("").POST(BodyPublishers.ofByteArray(large)));
    HttpResponse<String> chunked =
        send(post("").POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(large))));

    assertEquals(413, told.statusCode());
    Contract.check("POST", "/v1/orders", told.statusCode(), told.body());
    assertEquals(413, chunked.statusCode());
  }

  @Test
  void aSenderThatStopsInTheMiddleIsToldSoAndDoesNotHoldItsPlace() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      String head =
          """
          POST /v1/orders HTTP/1.1
          Host: localhost
          Authorization: Bearer sk_test_demo
          Idempotency-Key: slow
          Content-Type: application/json
          Content-Length: 1000

          {"amount":
          """
              .replace("\n", "\r\n");
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.flush();

      String told = firstLine(socket);

      assertEquals("HTTP/1.1 408 Request Timeout", told);
    }
  }

  @Test
  void whoComesWhenTheNodeIsFullIsTurnedAwayUnreadAndMayComeAgain() throws Exception {
    int before = accepted.size();
    assertTrue(limit.admits());
    HttpResponse<String> told = send(post(FULL));
    limit.left(Duration.ZERO, OrderRequests.NOW);

    assertEquals(503, told.statusCode());
    Contract.check("POST", "/v1/orders", told.statusCode(), told.body());
    assertEquals("overloaded", OrderRequests.json(told.body()).path("code").textValue());
    assertEquals(before, accepted.size());
    send(post(FULL));
    assertEquals(before + 1, accepted.size());
  }

  @Test
  void whoeverComesWhenTheNodeIsFullIsTurnedAwayByTheFirstLineAndTheConnectionGoesOn()
      throws Exception {
    String stranger = "POST /v1/orders HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      assertTrue(limit.admits());
      for (int i = 0; i < 3; i++) {
        String told = exchange(socket, stranger);

        assertTrue(told.startsWith("HTTP/1.1 503 Service Unavailable\r\n"), told);
        String body = told.substring(told.indexOf("\r\n\r\n") + 4);
        Contract.check("POST", "/v1/orders", 503, body);
        String id = OrderRequests.json(body).path("request_id").textValue();
        assertTrue(told.contains("\r\nRequest-Id: " + id + "\r\n"), told);
        assertTrue(told.contains("\r\nRetry-After: 3\r\n"), told);
      }
      limit.left(Duration.ZERO, OrderRequests.NOW);
      assertTrue(exchange(socket, stranger).startsWith("HTTP/1.1 401 "));
    }
  }

  @Test
  void whoComesWhileTheNodeStandsStillIsTurnedAway() throws Exception {
    int before = accepted.size();
    turns.taken(OrderRequests.NOW.minusMillis(1_001));
    HttpResponse<String> plain = send(post(FULL));
    HttpResponse<String> inChunks =
        send(post("").POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(FULL))));
    turns.taken(OrderRequests.NOW.minusMillis(1_000));

    for (HttpResponse<String> told : List.of(plain, inChunks)) {
      assertEquals(503, told.statusCode());
      assertEquals("overloaded", OrderRequests.json(told.body()).path("code").textValue());
    }
    assertEquals(before, accepted.size());
    send(post(FULL));
    assertEquals(before + 1, accepted.size());
  }

  @Test
  void whoComesToANodeThatHasMetNobodyYetIsToldAtOnceThatItsOrderCannotBeKept() throws Exception {
    int before = accepted.size();
    ring.hasMetEnough(false);
    HttpResponse<String> plain = send(post(FULL));
    HttpResponse<String> inChunks =
        send(post("").POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(FULL))));
    ring.hasMetEnough(true);

    for (HttpResponse<String> told : List.of(plain, inChunks)) {
      assertEquals(503, told.statusCode());
      Contract.check("POST", "/v1/orders", told.statusCode(), told.body());
      assertEquals("too_few_replicas", OrderRequests.json(told.body()).path("code").textValue());
    }
    assertEquals(before, accepted.size());
  }

  @Test
  void aReadIsTurnedAwayWhenTheNodeIsFullAndOnlyThen() throws Exception {
    assertTrue(limit.admits());
    HttpResponse<String> told = send(request("/v1/orders/" + OrderSamples.ID));
    limit.left(Duration.ZERO, OrderRequests.NOW);

    assertEquals(503, told.statusCode());
    Contract.check("GET", "/v1/orders/{id}", told.statusCode(), told.body());
    assertEquals("overloaded", OrderRequests.json(told.body()).path("code").textValue());
    assertEquals("3", told.headers().firstValue("Retry-After").orElse(""));
    for (int i = 0; i < 3; i++) { // each leaves its place to the next
      assertEquals(200, send(request("/v1/orders/" + OrderSamples.ID)).statusCode());
    }
  }

  @Test
  void neitherCardNorCodeIsEverSentBack() throws Exception {
    List<String> bodies =
        List.of(
            FULL,
            FULL.replace("\"SEK\"", "\"4242424242424242\""),
            FULL.replace("\"number\"", "\"4242424242424242\""),
            FULL.replace("4242424242424242", "4242424242424241").replace("\"123\"", "\"98765\""),
            "4242424242424242",
            "{\"number\": 4242424242424242, ");
    for (String body : bodies) {
      HttpResponse<String> told = send(post(body));

      assertTrue(told.statusCode() >= 400, told.body());
      assertFalse(told.body().contains("424242424242424"), told.body());
      assertFalse(told.body().contains("98765"), told.body());
    }
  }

  @Test
  void theContractIsServedToAnybody() throws Exception {
    HttpResponse<String> told =
        send(request("/v1/openapi.yaml").setHeader("Authorization", "Bearer none"));

    assertEquals(200, told.statusCode());
    assertTrue(told.body().toLowerCase(Locale.ROOT).startsWith("openapi: 3.1"), told.body());
  }

  private HttpRequest.Builder post(String body) {
    return request("/v1/orders")
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", "key-1")
        .POST(BodyPublishers.ofString(body));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Authorization", "Bearer sk_test_demo");
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** Answers end with their body, which is a JSON object. */
  private static String exchange(Socket socket, String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    StringBuilder told = new StringBuilder();
    while (told.isEmpty() || told.charAt(told.length() - 1) != '}') {
      told.append((char) socket.getInputStream().read());
    }
    return told.toString();
  }

  private static String firstLine(Socket socket) throws Exception {
    StringBuilder line = new StringBuilder();
    for (int c = socket.getInputStream().read();
        c >= 0 && c != '\r';
        c = socket.getInputStream().read()) {
      line.append((char) c);
    }
    return line.toString();
  }
}
