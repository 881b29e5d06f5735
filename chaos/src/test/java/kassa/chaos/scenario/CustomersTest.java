package kassa.chaos.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Year;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import kassa.gateway.console.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CustomersTest {
  private final Map<String, Integer> requests = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private CountDownLatch answered = new CountDownLatch(1);
  private List<Answer> conduct = List.of();
  private HttpServer node = server();

  private record Answer(int status, String body) {
    static Answer sold(String id) {
      return new Answer(201, "{\"id\":\"" + id + "\",\"status\":\"captured\"}");
    }
  }

  @BeforeEach
  void serve() {
    node.setExecutor(threads);
    node.createContext("/v1/orders", this::answer);
    node.start();
  }

  @AfterEach
  void end() {
    node.stop(0);
    threads.shutdownNow();
  }

  @Test
  void whoIsToldThatNothingHappenedAsksAgainWithTheSameKeyUntilItIsSold() throws Exception {
    Sale sale =
        first(
            new Answer(503, "{\"code\":\"too_few_replicas\"}"),
            new Answer(504, "{}"),
            Answer.sold("ord_1"));

    assertEquals(List.of("503 too_few_replicas", "504"), sale.told());
    assertEquals(Optional.of("ord_1"), sale.order());
    assertEquals(Optional.of("201"), sale.end());
  }

  @Test
  void anOrderThatIsStillBeingProcessedIsNotSoldYet() throws Exception {
    Sale sale =
        first(
            new Answer(202, "{\"status\":\"processing\"}"),
            new Answer(200, "{\"status\":\"processing\"}"),
            new Answer(200, "{\"id\":\"ord_2\",\"status\":\"captured\"}"));

    assertEquals(List.of("202", "202"), sale.told());
    assertEquals(Optional.of("ord_2"), sale.order());
  }

  @Test
  void whatIsToldIsNewsOnceAndAFailureEndsARowOfThoseWhoAreServedAtOnce() throws Exception {
    conduct = List.of(new Answer(503, "{}"), Answer.sold("ord_1"));
    answered = new CountDownLatch(2);
    try (Customers customers = come()) {
      assertTrue(answered.await(60, TimeUnit.SECONDS));
      List<Sale> sales = customers.leave();

      Map<String, Integer> news = customers.news();
      assertEquals(Map.of("201", sales.size(), "503", sales.size()), news);
      assertEquals(0, customers.servedAtOnce());
      assertEquals(Map.of(), customers.news());
    }
  }

  @Test
  void aRefusalIsTheLastWordAndNoSale() throws Exception {
    Sale sale = first(new Answer(402, "{\"status\":\"declined\"}"));

    assertEquals(List.of(), sale.told());
    assertFalse(sale.isSold());
    assertEquals(Optional.of("402"), sale.end());
  }

  @Test
  void aReplayThatIsAnotherOrderIsSeen() throws Exception {
    conduct = List.of(Answer.sold("ord_1"), Answer.sold("ord_1"), Answer.sold("ord_other"));
    try (Customers customers = come()) {
      assertTrue(answered.await(60, TimeUnit.SECONDS));
      List<Sale> sold = List.of(customers.leave().get(0));

      assertEquals(List.of(), customers.notReplayed(sold));
      assertEquals(1, customers.notReplayed(sold).size());
    }
  }

  private Sale first(Answer... answers) throws InterruptedException {
    conduct = List.of(answers);
    answered = new CountDownLatch(answers.length);
    try (Customers customers = come()) {
      assertTrue(answered.await(60, TimeUnit.SECONDS));
      return customers.leave().stream()
          .filter(sale -> sale.key().equals("test-0"))
          .findFirst()
          .orElseThrow();
    }
  }

  private Customers come() {
    Endpoint at = new Endpoint("127.0.0.1", node.getAddress().getPort());
    return Customers.come(List.of(at, at), "sk_test_demo", "test", 1, Year.of(2026));
  }

  /** Each key is answered in the order of the conduct. */
  private void answer(HttpExchange exchange) throws IOException {
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    int before = requests.merge(key, 1, Integer::sum) - 1;
    Answer answer = conduct.get(Math.min(before, conduct.size() - 1));
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
    if (key.equals("test-0")) {
      answered.countDown();
    }
  }

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
