package kassa.gateway.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import kassa.gateway.card.CardProcessor;
import kassa.gateway.checkout.CheckoutTurns;
import kassa.gateway.http.Reply;
import kassa.gateway.http.Request;
import kassa.gateway.http.RouteTable;
import kassa.gateway.http.Routes;
import kassa.gateway.merchant.Merchants;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.node.RingNode;
import kassa.ring.placement.Era;
import kassa.ring.roster.Eras;
import kassa.ring.store.FactCursor;
import org.apache.pekko.actor.typed.DispatcherSelector;

/**
 * The management address: who this node is (for peers), whether it lives, and what it sees (for
 * operators). It must not be open to the world: it shows orders of all merchants.
 */
public final class OpsRoutes {
  private static final int MOST_HINTS = 1_000;
  private static final Reply NO_KEY = Reply.text(404, "no key\n");

  private final RingNode node;
  private final Draining draining;
  private final CheckoutTurns turns;
  private final NodeView view;
  private final Configuration configuration;
  private final ArchiveDesk desk;
  private final MerchantDesk merchants;
  private final CopyDesk copies;
  private final RosterRoutes roster;
  private final Executor disk;

  public OpsRoutes(
      RingNode node,
      CardProcessor cards,
      Supplier<Merchants> merchants,
      Draining draining,
      CheckoutTurns turns,
      Configuration configuration) {
    this.node = node;
    this.draining = draining;
    this.turns = turns;
    this.view = new NodeView(node, cards, draining);
    this.configuration = configuration;
    this.desk = new ArchiveDesk(node.self(), node.store(), node.archive());
    this.merchants = new MerchantDesk(node, merchants);
    this.copies = new CopyDesk(node.self(), node::placement, node.store(), node.archive());
    this.disk = node.system().dispatchers().lookup(DispatcherSelector.blocking());
    this.roster = new RosterRoutes(new RosterDesk(new RingMembership(node), node.store()), disk);
  }

  public Routes routes() {
    return roster
        .addTo(new RouteTable())
        .on("GET", "/ready", (request, none) -> done(ready()))
        .on("POST", "/ops/drain", (request, none) -> drain(request))
        .on("GET", "/identity", (request, none) -> done(text(node.identity().toText())))
        .on("GET", "/testimony/*", (request, about) -> testimony(about))
        .on("POST", "/formation/*", this::vote)
        .on("GET", "/ops/archive/verify", (request, none) -> verify(request))
        .on("GET", "/ops/archive/facts", (request, none) -> archived(request))
        .on("POST", "/ops/archive/replay", (request, none) -> replay(request))
        .on("GET", "/ops/merchants", (request, none) -> done(json(merchants.list())))
        .on("POST", "/ops/merchants/*", (request, id) -> changed(request, id, merchants::add))
        .on(
            "POST",
            "/ops/merchants/*/rotate",
            (request, id) -> changed(request, id, merchants::rotate))
        .on("GET", "/ops/status", (request, none) -> status())
        .on("GET", "/ops/config", (request, none) -> done(json(configuration.json())))
        .on("GET", "/ops/hints", (request, none) -> hints(request))
        .on("GET", "/ops/facts", (request, none) -> facts(request))
        .on("GET", "/ops/owners/*", (request, key) -> owners(key))
        .on("GET", "/ops/explain/*", this::explain);
  }

  private CompletionStage<Reply> status() {
    return read(() -> view.status(node.clock().instant()));
  }

  /** For those who choose between nodes: not one that is to be stopped, or that stands still. */
  private Reply ready() {
    if (draining.isOn()) {
      return Reply.text(503, "draining\n");
    }
    return turns.mayBeLate(node.clock().instant())
        ? Reply.text(503, "stands still, or did a moment ago\n")
        : Reply.text(200, "ready\n");
  }

  private CompletionStage<Reply> drain(Request request) {
    String on = request.parameter("on").orElse("");
    if (!Set.of("true", "false").contains(on)) {
      return refused("on is true or false\n");
    }
    draining.set(on.equals("true"));
    return status();
  }

  private static CompletionStage<Reply> changed(
      Request request, String id, BiFunction<String, String, CompletionStage<Answer>> change) {
    Optional<String> key = request.parameter("key_sha256");
    return key.isEmpty()
        ? refused("key_sha256 is missing\n")
        : change.apply(id, key.get()).thenApply(OpsRoutes::json);
  }

  private CompletionStage<Reply> verify(Request request) {
    Optional<String> text = request.parameter("key");
    if (text.isEmpty()) {
      return from(request, cursor -> staged(() -> desk.verify(cursor)));
    }
    return text.flatMap(key -> valid(key, Key::new))
        .map(key -> staged(() -> desk.verify(key)))
        .orElseGet(() -> refused("no key\n"));
  }

  private CompletionStage<Reply> archived(Request request) {
    return named(request.parameter("keys").orElse(""), keys -> staged(() -> copies.archived(keys)));
  }

  private CompletionStage<Reply> facts(Request request) {
    Optional<String> text = request.parameter("keys");
    return text.isEmpty()
        ? from(request, cursor -> read(() -> copies.page(cursor)))
        : named(text.get(), keys -> read(() -> copies.of(keys)));
  }

  private static CompletionStage<Reply> named(
      String text, Function<List<Key>, CompletionStage<Reply>> inner) {
    return valid(text, keys -> Arrays.stream(keys.split(",", -1)).map(Key::new).toList())
        .filter(keys -> keys.size() <= CopyDesk.MOST_KEYS)
        .map(inner)
        .orElseGet(() -> refused("keys are 1 to " + CopyDesk.MOST_KEYS + ", with commas\n"));
  }

  private CompletionStage<Reply> replay(Request request) {
    Optional<Instant> since =
        request.parameter("since").flatMap(text -> valid(text, OpsRoutes::instant));
    boolean dryRun = request.parameter("dry_run").equals(Optional.of("true"));
    return since.isEmpty()
        ? refused("since is a time such as 2026-03-01T19:31:49Z\n")
        : from(
            request,
            cursor -> staged(() -> desk.replay(cursor, since.get(), dryRun, Instant.now())));
  }

  private static CompletionStage<Reply> from(
      Request request, Function<FactCursor, CompletionStage<Reply>> inner) {
    Optional<String> text = request.parameter("from");
    Optional<FactCursor> cursor =
        text.isEmpty() ? Optional.of(FactCursor.START) : valid(text.get(), FactCursor::parse);
    return cursor.map(inner).orElseGet(() -> refused("from is no cursor\n"));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException no) {
      throw new IllegalArgumentException(no);
    }
  }

  private CompletionStage<Reply> vote(Request request, String candidate) {
    Optional<NodeId> id = valid(candidate, NodeId::new);
    if (id.isEmpty() || !node.nodes().contains(id.get())) {
      return done(Reply.text(404, candidate + " is not a member of this ring\n"));
    }
    Era first = Eras.of(node.founders()).era(); // of one that knows no eras
    Optional<Era> era = valid(request.parameter("era").orElse(first.toString()), Era::parse);
    if (era.isEmpty()) {
      return done(Reply.text(400, "era is not 16 hexadecimal digits\n"));
    }
    return node.vote(id.get(), era.get())
        .thenApply(granted -> granted ? text("granted\n") : Reply.text(409, "not granted\n"));
  }

  private CompletionStage<Reply> testimony(String about) {
    return done(
        valid(about, NodeId::new)
            .map(id -> text(node.testimony(id).toText()))
            .orElseGet(() -> Reply.text(404, about + " is no node id\n")));
  }

  private CompletionStage<Reply> hints(Request request) {
    Optional<String> limit = request.parameter("limit");
    Optional<Integer> most =
        limit.isEmpty() ? Optional.of(100) : valid(limit.get(), Integer::valueOf);
    String to = request.parameter("for").orElse("");
    return most.filter(m -> m >= 0 && m <= MOST_HINTS).isEmpty()
        ? refused("limit is 0 to " + MOST_HINTS + "\n")
        : read(() -> view.hints(to, most.get(), node.clock().instant()));
  }

  private CompletionStage<Reply> owners(String key) {
    return valid(key, Key::new)
        .map(valid -> read(() -> view.owners(valid)))
        .orElseGet(() -> done(NO_KEY));
  }

  private CompletionStage<Reply> explain(Request request, String text) {
    boolean archive = request.parameter("archive").equals(Optional.of("true"));
    return valid(text, Key::new)
        .map(key -> staged(() -> view.explain(key, archive)))
        .orElseGet(() -> done(NO_KEY));
  }

  /** Begins on a thread that may block, and answers whenever the archive has. */
  private CompletionStage<Reply> staged(Supplier<CompletionStage<ObjectNode>> reading) {
    return CompletableFuture.supplyAsync(reading, disk)
        .thenCompose(Function.identity())
        .thenApply(OpsRoutes::json);
  }

  private CompletionStage<Reply> read(Supplier<ObjectNode> reading) {
    return CompletableFuture.supplyAsync(reading, disk).thenApply(OpsRoutes::json);
  }

  private static CompletionStage<Reply> done(Reply reply) {
    return CompletableFuture.completedFuture(reply);
  }

  private static CompletionStage<Reply> refused(String why) {
    return done(Reply.text(400, why));
  }

  private static Reply text(String text) {
    return Reply.text(200, text);
  }

  static Reply json(ObjectNode body) {
    return json(new Answer(200, body));
  }

  static Reply json(Answer answer) {
    byte[] text = NodeView.text(answer.json()).getBytes(StandardCharsets.UTF_8);
    return new Reply(answer.status(), Reply.JSON, Map.of(), text);
  }

  private static <T> Optional<T> valid(String text, Function<String, T> reading) {
    try {
      return Optional.of(reading.apply(text));
    } catch (IllegalArgumentException no) {
      return Optional.empty();
    }
  }
}
