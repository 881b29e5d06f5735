package kassa.chaos.shows;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import kassa.chaos.KassaMain;
import kassa.chaos.acquirer.LedgerAudit;
import kassa.chaos.lab.Lab;
import kassa.chaos.lab.LabPlan;
import kassa.chaos.lab.LabProgram;
import kassa.chaos.lab.Progress;
import kassa.gateway.console.Endpoint;
import kassa.gateway.console.SampleOrder;
import kassa.ring.Incarnation;
import kassa.ring.archive.ArchiveSettings;
import kassa.ring.archive.CassandraSchema;
import kassa.ring.membership.SlowStart;
import picocli.CommandLine;

/**
 * A lab with a shop in it: real Cassandra, acquirer and nodes, and what merchants and operators do.
 */
final class Town implements AutoCloseable {
  /** Far beyond what anything here takes: it tells a hang from a slow machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where Cassandra keeps what it was given. */
  private static final List<String> ARCHIVE = List.of("data", "commitlog");

  private final Path directory;
  private final Lab lab;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /** What a merchant was told. */
  record Told(int status, JsonNode body, Map<String, List<String>> headers) {
    String id() {
      return body.path(status == 402 ? "order_id" : "id").asText();
    }

    String code() {
      return body.path("code").asText();
    }
  }

  /** An order, and how often it was asked for until it was sold. */
  record Sold(String id, int asked) {}

  /** What an operator reads, and the exit code. */
  record Shown(int exit, String text) {}

  Town(Path directory) {
    this(directory, program -> program);
  }

  /** With other programs in it. */
  Town(Path directory, UnaryOperator<LabProgram> programs) {
    this.directory = directory;
    LabPlan plan =
        LabPlan.forTest(
            directory,
            3,
            (contactPoints, datacenter, keyspace) ->
                CassandraSchema.apply(
                    ArchiveSettings.of(contactPoints, datacenter, keyspace),
                    Duration.ofSeconds(60)));
    this.lab =
        Lab.of(
            new LabPlan(
                plan.directory(),
                plan.ports(),
                plan.network(),
                plan.newcomers(),
                programs.apply(plan.program()),
                plan.cassandraJars(),
                plan.attached(),
                plan.schema()));
    lab.startAll(Progress.silent());
  }

  Lab lab() {
    return lab;
  }

  Path directory() {
    return directory;
  }

  /** An approved card, captured at once. */
  Told sell(String node, String key) throws Exception {
    return post(node, key, order(key).json());
  }

  /** At a node that has just begun: it takes no order until it has met others. */
  Told sellWhenMet(String node, String key) throws Exception {
    return comesAgain("too_few_replicas", () -> sell(node, key));
  }

  /** As long as this is the code of the problem that is told. */
  private static Told comesAgain(String code, Callable<Told> ask) throws Exception {
    List<Told> told = new ArrayList<>();
    eventually(
        "something else than " + code + " is told",
        () -> {
          told.add(ask.call());
          return !told.get(told.size() - 1).code().equals(code);
        });
    return told.get(told.size() - 1);
  }

  /**
   * Until it is sold, as a merchant does who comes again with the same key when told that it may.
   */
  Sold sold(String node, String key) throws Exception {
    List<Told> told = new ArrayList<>();
    try {
      eventually(
          key + " is sold",
          () -> {
            told.add(sell(node, key));
            return told.get(told.size() - 1).body().path("status").asText().equals("captured");
          });
    } catch (AssertionError never) {
      throw new AssertionError(never.getMessage() + "; told: " + told, never);
    }
    return new Sold(told.get(told.size() - 1).id(), told.size());
  }

  /**
   * Sells at these nodes in turn. A few may have to be asked for again, when this machine stood
   * still for longer than a checkout may take; a sale that is lost in some place would be lost
   * there more often.
   *
   * @return the ids of the orders
   */
  List<String> sellAll(String name, int count, String... nodes) throws Exception {
    List<Sold> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(sold(nodes[i % nodes.length], name + "-" + i));
    }
    List<Sold> again = all.stream().filter(one -> one.asked() > 1).toList();
    assertTrue(again.size() <= 1 + count / 50, () -> "asked for more than once: " + again);
    return all.stream().map(Sold::id).toList();
  }

  static SampleOrder order(String reference) {
    return SampleOrder.approved(reference, Year.now(ZoneOffset.UTC));
  }

  Told post(String node, String key, String body) throws Exception {
    return tell(
        request(node, "/v1/orders")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body)));
  }

  CompletableFuture<Told> postLater(String node, String key, String body) {
    return later(() -> post(node, key, body));
  }

  static <T> CompletableFuture<T> later(Callable<T> call) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return call.call();
          } catch (Exception failed) {
            throw new IllegalStateException(failed);
          }
        },
        task -> new Thread(task, "customer").start());
  }

  Told get(String node, String path) throws Exception {
    return tell(request(node, path));
  }

  /** Comes again as long as the node has too much to do, as one has that has just begun. */
  Told tell(HttpRequest.Builder request) throws Exception {
    return comesAgain("overloaded", () -> tellOnce(request));
  }

  private Told tellOnce(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    String body = response.body();
    return new Told(
        response.statusCode(),
        body.startsWith("{") ? JSON.readTree(body) : JSON.createObjectNode(),
        response.headers().map());
  }

  HttpRequest.Builder request(String node, String path) {
    Endpoint at = lab.merchantEndpoints().get(lab.nodes().indexOf(node));
    return HttpRequest.newBuilder(URI.create("http://" + at + path))
        .timeout(Duration.ofSeconds(20))
        .header("Authorization", "Bearer sk_test_demo");
  }

  /** As typed: {@code ./kassa …}. */
  Shown kassa(String... words) {
    StringWriter out = new StringWriter();
    CommandLine kassa =
        KassaMain.commandLine(
            Map.of("KASSA_STATE", directory.toString(), "KASSA_HOME", directory.toString()));
    int exit = kassa.setOut(new PrintWriter(out)).setErr(new PrintWriter(out)).execute(words);
    return new Shown(exit, out.toString());
  }

  JsonNode json(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("-o", "json"));
    return parse(kassa(all.toArray(String[]::new)).text());
  }

  static JsonNode parse(String text) throws IOException {
    return JSON.readTree(text);
  }

  LedgerAudit ledger() throws IOException {
    return LedgerAudit.ofText(Files.readString(directory.resolve("acquirer/ledger.jsonl")));
  }

  int charges(String reference) throws IOException {
    return ledger().effectiveAuthorizations(new LedgerAudit.Order("demo", reference));
  }

  /** All nodes see all, nothing waits for anybody, and nothing waits for the archive. */
  void settle() throws Exception {
    try {
      eventually("all is settled", this::isSettled);
    } catch (AssertionError never) {
      throw new AssertionError(never.getMessage() + "\n" + kassa("ring", "status").text(), never);
    }
  }

  private boolean isSettled() throws IOException {
    JsonNode members = json("ring", "status").path("data").path("members");
    boolean all = members.size() == 3;
    for (JsonNode member : members) {
      all &= member.path("reachable_from").size() == 2 && member.path("hints").asLong() == 0;
      all &= member.path("own").path("unarchived").asLong(-1) == 0;
    }
    return all;
  }

  /** The node is the home of all keys of which it is the first owner. */
  void warm(String node) throws Exception {
    eventually(
        node + " is warm",
        () -> {
          for (JsonNode member : json("ring", "status").path("data").path("members")) {
            JsonNode own = member.path("own");
            if (member.path("node").asText().equals(node) && !own.isMissingNode()) {
              Incarnation life = Incarnation.parse(own.path("incarnation").asText());
              Instant now = Instant.parse(own.path("now").asText());
              return life.startedAt() + SlowStart.WARM_AFTER.toMillis() <= now.toEpochMilli();
            }
          }
          return false;
        });
  }

  /** Every replica and the archive hold the same facts of an order. */
  void equalEverywhere(String order) throws Exception {
    eventually(
        order + " is equal on all nodes and in the archive",
        () ->
            json("order", "explain", order).path("data").path("finding").asText().equals("equal"));
  }

  /** A stopped node's disk is gone. */
  void wipe(String node) {
    lab.wipe(node);
  }

  /** Sets a copy of a stopped node's data directory aside. */
  void copy(String node) throws IOException {
    copy(data(node), aside(node));
  }

  void putBack(String node) throws IOException {
    wipe(node);
    copy(aside(node), data(node));
  }

  /** Flips a bit in the middle of each table of a stopped node's store. */
  void flipBytes(String node) throws IOException {
    try (Stream<Path> files = Files.list(data(node).resolve("store"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".sst")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length > 0) {
          bytes[bytes.length / 2] ^= 1;
          Files.write(file, bytes);
        }
      }
    }
  }

  /** A node whose disk was lost holds all again that it should. */
  void refilled(String node) throws Exception {
    eventually(
        node + " is refilled",
        () -> {
          for (JsonNode member : json("ring", "status").at("/data/members")) {
            JsonNode copy = member.at("/own/copy");
            if (member.path("node").asText().equals(node)) {
              return copy.path("standing").asText().equals("replaced")
                  && copy.path("complete").asInt() == copy.path("owned").asInt()
                  && copy.path("filled").asInt() > 0;
            }
          }
          return false;
        });
    settle();
  }

  /** All that a stopped Cassandra wrote is gone. */
  void wipeArchive() throws IOException {
    for (String part : ARCHIVE) {
      delete(directory.resolve("cassandra").resolve(part));
    }
  }

  /** Sets a copy of a stopped Cassandra's files aside. */
  void copyArchive() throws IOException {
    for (String part : ARCHIVE) {
      copy(directory.resolve("cassandra").resolve(part), directory.resolve("aside-" + part));
    }
  }

  void putArchiveBack() throws IOException {
    wipeArchive();
    for (String part : ARCHIVE) {
      copy(directory.resolve("aside-" + part), directory.resolve("cassandra").resolve(part));
    }
  }

  private Path data(String node) {
    return directory.resolve(node).resolve("data");
  }

  private Path aside(String node) {
    return directory.resolve(node).resolve("copy");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  interface Check {
    boolean holds() throws Exception;
  }

  static void eventually(String what, Check check) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!check.holds()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never: " + what);
      }
      Thread.sleep(200);
    }
  }

  @Override
  public void close() {
    lab.close();
  }
}
