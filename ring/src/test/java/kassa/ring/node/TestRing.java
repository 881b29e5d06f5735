package kassa.ring.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import kassa.ring.NodeId;
import kassa.ring.archive.ArchiveSettings;
import kassa.ring.disk.DiskMarks;
import kassa.ring.membership.Standing;
import kassa.ring.placement.Era;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.placement.RingDescriptor.Replication;
import kassa.ring.store.Agenda;
import kassa.ring.store.RocksStore;
import org.jspecify.annotations.Nullable;

/** Real nodes in one process, with real sockets and disks; the archive is away. */
final class TestRing implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path directory;
  private final RingDescriptor descriptor;
  private final List<Member> members = new ArrayList<>();
  private final int firstPort;
  private final int archivePort;
  private final Map<NodeId, HttpServer> management = new TreeMap<>();
  private final Map<NodeId, RingNode> nodes = new TreeMap<>();
  private final Map<NodeId, Throwable> failures = new ConcurrentHashMap<>();
  private final Map<NodeId, AtomicReference<@Nullable RingNode>> serving = new TreeMap<>();

  TestRing(Path directory, int size) throws IOException {
    this(directory, size, 0);
  }

  /**
   * @param newcomers nodes that may be started and are not in the ring yet
   */
  TestRing(Path directory, int size, int newcomers) throws IOException {
    this.directory = directory;
    for (int i = 1; i <= size + newcomers; i++) {
      NodeId id = new NodeId("n" + i);
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
      AtomicReference<@Nullable RingNode> answering = new AtomicReference<>();
      server.createContext("/", exchange -> answer(exchange, answering.get()));
      server.start();
      management.put(id, server);
      serving.put(id, answering);
      members.add(
          new Member(id, "z" + i, "127.0.0.1:0", "127.0.0.1:" + server.getAddress().getPort()));
    }
    this.descriptor =
        new RingDescriptor("test", Replication.DEFAULT, List.copyOf(members.subList(0, size)));
    this.archivePort = freePort();
    // Below the ports that systems hand out by themselves, at a place that seldom meets another's.
    this.firstPort = 10_000 + archivePort % 200 * 100;
  }

  /** Of the ring, or a newcomer. */
  Member member(NodeId id) {
    return members.stream().filter(member -> member.node().equals(id)).findFirst().orElseThrow();
  }

  List<NodeId> ids() {
    return descriptor.nodes();
  }

  RingNode start(String id) throws IOException {
    return start(id, "test", Clock.systemUTC());
  }

  /** One whose clock may be off. */
  RingNode start(String id, Clock wall) throws IOException {
    return start(id, "test", wall);
  }

  /** One with another secret. */
  RingNode start(String id, String agreement) throws IOException {
    return start(id, agreement, Clock.systemUTC());
  }

  private RingNode start(String id, String agreement, Clock wall) throws IOException {
    NodeId self = new NodeId(id);
    RingNode node =
        RingNode.start(
            new RingSettings(
                member(self),
                directory.resolve(id),
                descriptor,
                "127.0.0.1",
                firstPort,
                firstPort + 99,
                ArchiveSettings.of(List.of("127.0.0.1:" + archivePort), "dc", "kassa"),
                RingSettings.HOT_WINDOW,
                DiskMarks.DEFAULT,
                agreement),
            RocksStore.Disk.REAL,
            wall,
            Agenda.NONE,
            (from, parcel) -> {},
            failure -> failures.put(self, failure));
    nodes.put(self, node);
    slot(self).set(node);
    return node;
  }

  void stop(String id) {
    NodeId self = new NodeId(id);
    slot(self).set(null);
    RingNode node = nodes.remove(self);
    if (node != null) {
      node.close();
    }
  }

  /** Why a node ended by itself. */
  Optional<Throwable> failure(String id) {
    return Optional.ofNullable(failures.get(new NodeId(id)));
  }

  void wipe(String id) throws IOException {
    delete(directory.resolve(id));
  }

  /** Sets a copy of a stopped node's directory aside. */
  void copy(String id) throws IOException {
    copy(directory.resolve(id), directory.resolve(id + ".copy"));
  }

  void putBack(String id) throws IOException {
    wipe(id);
    copy(directory.resolve(id + ".copy"), directory.resolve(id));
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

  /** Polls; the patience is far beyond what it takes, and no measure of speed. */
  static void eventually(String what, BooleanSupplier holds) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never: " + what);
      }
      Thread.sleep(50);
    }
  }

  /** Waits until these know that all members were up together. */
  static void created(List<RingNode> nodes) throws InterruptedException {
    eventually(
        "the ring is created",
        () ->
            nodes.stream()
                .allMatch(node -> node.store().register().standing() == Standing.CREATED));
  }

  @Override
  public void close() {
    Map<NodeId, Throwable> ended = Map.copyOf(failures);
    List.copyOf(nodes.keySet()).forEach(id -> stop(id.value()));
    management.values().forEach(server -> server.stop(0));
    ended.values().stream()
        .filter(failure -> !(failure instanceof OldCopy))
        .findFirst()
        .ifPresent(
            failure -> {
              throw new AssertionError("nodes ended by themselves: " + ended.keySet(), failure);
            });
  }

  private AtomicReference<@Nullable RingNode> slot(NodeId id) {
    AtomicReference<@Nullable RingNode> slot = serving.get(id);
    if (slot == null) {
      throw new IllegalArgumentException("no node " + id);
    }
    return slot;
  }

  private static void answer(HttpExchange exchange, @Nullable RingNode node) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (node == null) {
      exchange.sendResponseHeaders(503, -1);
    } else if (path.startsWith("/formation/")) {
      Era era = Era.parse(exchange.getRequestURI().getQuery().substring("era=".length()));
      boolean granted =
          node.vote(new NodeId(path.substring("/formation/".length())), era)
              .toCompletableFuture()
              .join();
      exchange.sendResponseHeaders(granted ? 200 : 409, -1);
    } else {
      boolean past = path.startsWith("/testimony/");
      String answer =
          past
              ? node.testimony(new NodeId(path.substring("/testimony/".length()))).toText()
              : node.identity().toText();
      byte[] text = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, text.length);
      exchange.getResponseBody().write(text);
    }
    exchange.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
