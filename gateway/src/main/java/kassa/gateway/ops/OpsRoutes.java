package kassa.gateway.ops;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.parameter;
import static org.apache.pekko.http.javadsl.server.Directives.parameterOptional;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathEnd;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;
import static org.apache.pekko.http.javadsl.server.Directives.post;
import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import kassa.gateway.card.CardProcessor;
import kassa.gateway.merchant.Merchants;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.node.RingNode;
import kassa.ring.store.FactCursor;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * The management address: who this node is (for peers), whether it lives, and what it sees (for
 * operators). It must not be open to the world: it shows orders of all merchants.
 */
public final class OpsRoutes {
  private static final int MOST_HINTS = 1_000;

  private final RingNode node;
  private final NodeView view;
  private final ArchiveDesk desk;
  private final MerchantDesk merchants;
  private final CopyDesk copies;
  private final Executor disk;

  public OpsRoutes(RingNode node, CardProcessor cards, Supplier<Merchants> merchants) {
    this.node = node;
    this.view = new NodeView(node, cards);
    this.desk = new ArchiveDesk(node.self(), node.store(), node.archive());
    this.merchants = new MerchantDesk(node, merchants);
    this.copies = new CopyDesk(node.self(), node.placement(), node.store(), node.archive());
    this.disk = node.system().dispatchers().lookup(DispatcherSelector.blocking());
  }

  public Route routes() {
    return concat(
        path("ready", () -> get(() -> complete(StatusCodes.OK, "ready\n"))),
        path("identity", () -> get(() -> complete(node.identity().toText()))),
        pathPrefix("testimony", () -> path(segment(), id -> get(() -> testimony(id)))),
        pathPrefix("formation", () -> path(segment(), id -> post(() -> vote(id)))),
        pathPrefix("ops", () -> pathPrefix("archive", this::archive)),
        pathPrefix("ops", () -> pathPrefix("merchants", this::merchants)),
        pathPrefix(
            "ops",
            () ->
                get(
                    () ->
                        concat(
                            path("status", () -> read(() -> view.status(node.clock().instant()))),
                            path("hints", this::hints),
                            path("facts", this::facts),
                            pathPrefix("owners", () -> path(segment(), this::owners)),
                            pathPrefix("explain", () -> path(segment(), this::explain))))));
  }

  private Route archive() {
    return concat(
        path("verify", () -> get(() -> parameterOptional("key", this::verify))),
        path(
            "facts",
            () ->
                get(
                    () ->
                        parameter(
                            "keys", text -> named(text, k -> staged(() -> copies.archived(k)))))),
        path("replay", () -> post(() -> parameter("since", this::replay))));
  }

  private Route merchants() {
    return concat(
        pathEnd(() -> get(() -> complete(json(merchants.list())))),
        path(segment(), id -> post(() -> changed(key -> merchants.add(id, key)))),
        path(
            segment().slash("rotate"),
            id -> post(() -> changed(key -> merchants.rotate(id, key)))));
  }

  private static Route changed(Function<String, CompletionStage<MerchantDesk.Answer>> change) {
    return parameter(
        "key_sha256",
        key ->
            completeWithFuture(
                change
                    .apply(key)
                    .thenApply(
                        answer ->
                            json(answer.json()).withStatus(StatusCodes.get(answer.status())))));
  }

  private Route verify(Optional<String> text) {
    if (text.isEmpty()) {
      return from(cursor -> staged(() -> desk.verify(cursor)));
    }
    return text.flatMap(key -> valid(key, Key::new))
        .map(key -> staged(() -> desk.verify(key)))
        .orElseGet(() -> complete(StatusCodes.BAD_REQUEST, "no key\n"));
  }

  private Route facts() {
    return parameterOptional(
        "keys",
        text ->
            text.isEmpty()
                ? from(cursor -> read(() -> copies.page(cursor)))
                : named(text.get(), keys -> read(() -> copies.of(keys))));
  }

  private static Route named(String text, Function<List<Key>, Route> inner) {
    return valid(text, keys -> Arrays.stream(keys.split(",", -1)).map(Key::new).toList())
        .filter(keys -> keys.size() <= CopyDesk.MOST_KEYS)
        .map(inner)
        .orElseGet(
            () ->
                complete(
                    StatusCodes.BAD_REQUEST,
                    "keys are 1 to " + CopyDesk.MOST_KEYS + ", with commas\n"));
  }

  private Route replay(String text) {
    Optional<Instant> since = valid(text, OpsRoutes::instant);
    return since.isEmpty()
        ? complete(StatusCodes.BAD_REQUEST, "since is a time such as 2026-03-01T19:31:49Z\n")
        : from(
            cursor ->
                parameterOptional(
                    "dry_run",
                    dry -> {
                      boolean dryRun = dry.equals(Optional.of("true"));
                      return staged(() -> desk.replay(cursor, since.get(), dryRun, Instant.now()));
                    }));
  }

  private Route from(Function<FactCursor, Route> inner) {
    return parameterOptional(
        "from",
        text -> {
          Optional<FactCursor> cursor =
              text.isEmpty() ? Optional.of(FactCursor.START) : valid(text.get(), FactCursor::parse);
          return cursor
              .map(inner)
              .orElseGet(() -> complete(StatusCodes.BAD_REQUEST, "from is no cursor\n"));
        });
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException no) {
      throw new IllegalArgumentException(no);
    }
  }

  private Route vote(String candidate) {
    Optional<NodeId> id = valid(candidate, NodeId::new);
    if (id.isEmpty() || !node.nodes().contains(id.get())) {
      return complete(StatusCodes.NOT_FOUND, candidate + " is not a member of this ring\n");
    }
    return completeWithFuture(
        node.vote(id.get())
            .thenApply(
                granted ->
                    HttpResponse.create()
                        .withStatus(granted ? StatusCodes.OK : StatusCodes.CONFLICT)));
  }

  private Route testimony(String about) {
    return valid(about, NodeId::new)
        .map(id -> complete(node.testimony(id).toText()))
        .orElseGet(() -> complete(StatusCodes.NOT_FOUND, about + " is no node id\n"));
  }

  private Route hints() {
    return parameterOptional(
        "for",
        to ->
            parameterOptional(
                "limit",
                limit -> {
                  Optional<Integer> most =
                      limit.isEmpty() ? Optional.of(100) : valid(limit.get(), Integer::valueOf);
                  return most.filter(m -> m >= 0 && m <= MOST_HINTS).isEmpty()
                      ? complete(StatusCodes.BAD_REQUEST, "limit is 0 to " + MOST_HINTS + "\n")
                      : read(() -> view.hints(to.orElse(""), most.get(), node.clock().instant()));
                }));
  }

  private Route owners(String key) {
    return valid(key, Key::new)
        .map(valid -> read(() -> view.owners(valid)))
        .orElseGet(() -> complete(StatusCodes.NOT_FOUND, "no key\n"));
  }

  private Route explain(String text) {
    Optional<Key> key = valid(text, Key::new);
    if (key.isEmpty()) {
      return complete(StatusCodes.NOT_FOUND, "no key\n");
    }
    return parameterOptional(
        "archive",
        archive -> staged(() -> view.explain(key.get(), archive.equals(Optional.of("true")))));
  }

  /** Begins on a thread that may block, and answers whenever the archive has. */
  private Route staged(Supplier<CompletionStage<ObjectNode>> reading) {
    return completeWithFuture(
        CompletableFuture.supplyAsync(reading, disk)
            .thenCompose(Function.identity())
            .thenApply(OpsRoutes::json));
  }

  private Route read(Supplier<ObjectNode> reading) {
    CompletionStage<HttpResponse> response =
        CompletableFuture.supplyAsync(reading, disk).thenApply(OpsRoutes::json);
    return completeWithFuture(response);
  }

  private static HttpResponse json(ObjectNode body) {
    return HttpResponse.create()
        .withEntity(
            ContentTypes.APPLICATION_JSON, NodeView.text(body).getBytes(StandardCharsets.UTF_8));
  }

  private static <T> Optional<T> valid(String text, Function<String, T> reading) {
    try {
      return Optional.of(reading.apply(text));
    } catch (IllegalArgumentException no) {
      return Optional.empty();
    }
  }
}
