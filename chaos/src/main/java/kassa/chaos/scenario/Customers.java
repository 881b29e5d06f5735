package kassa.chaos.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Year;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import kassa.gateway.console.Endpoint;
import kassa.gateway.console.MerchantHttpClient;
import kassa.gateway.console.Refusal;
import kassa.gateway.console.SampleOrder;

/**
 * They buy all the while, so many a second, at all nodes in turn, whatever state those are in. A
 * customer whose request fails asks the next node with the same key, until there is an answer that
 * settles it, for two minutes at most.
 */
public final class Customers implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** A node gives its own last word after 4 s. */
  private static final Duration DEADLINE = Duration.ofSeconds(6);

  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final int MOST_AT_ONCE = 1_024;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Endpoint> nodes;
  private final String name;
  private final Year year;
  private final MerchantHttpClient client;
  private final ScheduledExecutorService door =
      Executors.newSingleThreadScheduledExecutor(daemon());
  private final ExecutorService inside = Executors.newCachedThreadPool(daemon());
  private final Semaphore room = new Semaphore(MOST_AT_ONCE);
  private final List<Sale> sales = new ArrayList<>();
  private final Map<String, Integer> heard = new TreeMap<>();
  private int servedAtOnce;
  private int came;
  private int turnedAway;

  private Customers(List<Endpoint> nodes, String apiKey, String name, Year year) {
    this.nodes = List.copyOf(nodes);
    this.name = name;
    this.year = year;
    this.client = new MerchantHttpClient(apiKey, DEADLINE);
  }

  /**
   * Begins to sell, and returns at once.
   *
   * @param nodes the merchant API's addresses
   * @param name that no earlier customers had
   * @param rate in a second
   * @param year the present one; cards expire later
   */
  public static Customers come(
      List<Endpoint> nodes, String apiKey, String name, int rate, Year year) {
    Customers customers = new Customers(nodes, apiKey, name, year);
    var unused =
        customers.door.scheduleAtFixedRate(
            customers::next, 0, TimeUnit.SECONDS.toMicros(1) / rate, TimeUnit.MICROSECONDS);
    return customers;
  }

  private static ThreadFactory daemon() {
    return work -> {
      Thread thread = new Thread(work, "customer");
      thread.setDaemon(true);
      return thread;
    };
  }

  private synchronized void next() {
    if (!room.tryAcquire()) {
      turnedAway++;
      return;
    }
    int number = came++;
    inside.execute(
        () -> {
          try {
            add(buy(number));
          } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
          } finally {
            room.release();
          }
        });
  }

  private synchronized void add(Sale sale) {
    sales.add(sale);
  }

  private Sale buy(int number) throws InterruptedException {
    String key = "%s-%d".formatted(name, number);
    List<String> told = new ArrayList<>();
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < giveUp) {
      Optional<MerchantHttpClient.Reply> reply = ask(number + told.size(), key);
      String word = reply.map(Customers::word).orElse(Sale.SILENCE);
      hear(word, reply.flatMap(Customers::sold).isPresent() && told.isEmpty());
      if (Sale.isLast(word)) {
        return new Sale(key, told, Optional.of(word), reply.flatMap(Customers::sold));
      }
      told.add(word);
      Duration pause = PAUSE.multipliedBy(told.size());
      Thread.sleep(Math.min(LONGEST_PAUSE.toMillis(), pause.toMillis()));
    }
    return new Sale(key, told, Optional.empty(), Optional.empty());
  }

  /** The node whose turn it is; empty when it gives no answer. */
  private Optional<MerchantHttpClient.Reply> ask(int turn, String key) throws InterruptedException {
    return ask(List.of(nodes.get(turn % nodes.size())), key);
  }

  private Optional<MerchantHttpClient.Reply> ask(List<Endpoint> some, String key)
      throws InterruptedException {
    try {
      return Optional.of(client.place(some, key, SampleOrder.approved(key, year).json()));
    } catch (Refusal silence) {
      return Optional.empty();
    }
  }

  /**
   * The status, and which problem it is; a replay is 200 also while the outcome is not known, and
   * then it says what 202 does.
   */
  private static String word(MerchantHttpClient.Reply reply) {
    boolean processing = reply.status() == 200 && status(reply).equals("processing");
    return processing ? "202" : (reply.status() + " " + json(reply).path("code").asText()).strip();
  }

  private synchronized void hear(String word, boolean atOnce) {
    heard.merge(word, 1, Integer::sum);
    servedAtOnce = atOnce ? servedAtOnce + 1 : 0;
  }

  /** What they were told, and how often, since this was asked the last time. */
  synchronized Map<String, Integer> news() {
    Map<String, Integer> news = new TreeMap<>(heard);
    heard.clear();
    return news;
  }

  /** How many in a row, until now, were sold what they wanted at their first request. */
  synchronized int servedAtOnce() {
    return servedAtOnce;
  }

  private static Optional<String> sold(MerchantHttpClient.Reply reply) {
    boolean sold = reply.status() <= 201 && status(reply).equals("captured");
    return sold ? Optional.of(json(reply).path("id").asText()) : Optional.empty();
  }

  private static String status(MerchantHttpClient.Reply reply) {
    return json(reply).path("status").asText();
  }

  private static JsonNode json(MerchantHttpClient.Reply reply) {
    try {
      return JSON.readTree(reply.body());
    } catch (JsonProcessingException none) {
      return JSON.createObjectNode();
    }
  }

  /** Lets nobody in any more, and waits until all have gone. To be called once. */
  List<Sale> leave() throws InterruptedException {
    door.shutdownNow();
    inside.shutdown();
    if (!inside.awaitTermination(PATIENCE.plus(DEADLINE).toSeconds() + 10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("customers do not end");
    }
    synchronized (this) {
      if (sales.size() != came) {
        throw new IllegalStateException(came - sales.size() + " customers vanished");
      }
      return List.copyOf(sales);
    }
  }

  /** How many were let in until now. */
  synchronized int came() {
    return came;
  }

  /** How many came while too many were inside. */
  synchronized int turnedAway() {
    return turnedAway;
  }

  /**
   * Asks once more for what was sold: the same key must give the same order, at whichever node is
   * still there.
   */
  List<String> notReplayed(List<Sale> sales) throws InterruptedException {
    List<String> wrong = new ArrayList<>();
    for (Sale sale : sales.stream().filter(Sale::isSold).toList()) {
      List<Endpoint> inTurn = new ArrayList<>(nodes);
      Collections.rotate(inTurn, sale.key().hashCode());
      Optional<MerchantHttpClient.Reply> reply = ask(inTurn, sale.key());
      if (!reply.flatMap(Customers::sold).equals(sale.order())) {
        wrong.add(
            "%s was %s, and is %s"
                .formatted(
                    sale.key(),
                    sale.order().orElse("not sold"),
                    reply.map(r -> r.status() + " " + r.body()).orElse("not answered")));
      }
    }
    return wrong;
  }

  @Override
  public void close() {
    door.shutdownNow();
    inside.shutdownNow();
  }
}
