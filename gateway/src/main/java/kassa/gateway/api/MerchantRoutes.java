package kassa.gateway.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import kassa.gateway.checkout.AdmissionLimit;
import kassa.gateway.checkout.Budget;
import kassa.gateway.checkout.Checkout;
import kassa.gateway.checkout.CheckoutAnswer;
import kassa.gateway.checkout.CheckoutAnswer.Why;
import kassa.gateway.checkout.CheckoutTurns;
import kassa.gateway.checkout.RingTime;
import kassa.gateway.http.HttpServer;
import kassa.gateway.http.Reply;
import kassa.gateway.http.Request;
import kassa.gateway.http.RequestId;
import kassa.gateway.http.Routes;
import kassa.gateway.http.Stencil;
import kassa.gateway.http.Unreadable;
import kassa.gateway.order.MerchantId;
import kassa.gateway.order.OrderId;
import kassa.gateway.order.OrderKeys;
import kassa.ring.Bound;
import kassa.ring.Key;
import kassa.ring.Ring;
import kassa.ring.placement.RingDescriptor.Replication;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The merchant API in HTTP: finds who asks for what, and translates there and back. */
public final class MerchantRoutes implements Routes {
  private static final Logger LOG = LoggerFactory.getLogger(MerchantRoutes.class);

  /** Until then a merchant has an answer. */
  private static final Duration CHECKOUT = Budget.DEFAULT.whole();

  private static final Refusal OVERLOADED = Refusal.of(Problem.nothingHappened(Why.OVERLOADED));
  private static final Refusal ALONE = Refusal.of(Problem.nothingHappened(Why.TOO_FEW_REPLICAS));
  private static final Refusal TOO_BUSY_TO_READ = Refusal.of(Problem.tooBusyToRead());

  private static final Duration READ = Duration.ofSeconds(2);

  private static final String CONTRACT = "/v1/openapi.yaml";
  private static final String TIMELINE = "/timeline";

  private final ApiKeys apiKeys;
  private final OrderKeys orderKeys;
  private final Ring ring;
  private final Replication replication;
  private final AdmissionLimit limit;
  private final CheckoutTurns turns;
  private final Function<Checkout, CompletionStage<CheckoutAnswer>> checkouts;
  private final Clock clock;
  private final Reply contract;

  /**
   * @param limit on checkouts and reads at once; more are turned away before they are parsed, for
   *     what is done for them in vain is taken from those that run
   * @param turns of what takes checkouts on; while they are late, new ones are turned away as well
   * @param checkouts answers every checkout by its deadline, and never exceptionally
   */
  public MerchantRoutes(
      ApiKeys apiKeys,
      OrderKeys orderKeys,
      Ring ring,
      Replication replication,
      AdmissionLimit limit,
      CheckoutTurns turns,
      Function<Checkout, CompletionStage<CheckoutAnswer>> checkouts,
      Clock clock) {
    this.apiKeys = apiKeys;
    this.orderKeys = orderKeys;
    this.ring = ring;
    this.replication = replication;
    this.limit = limit;
    this.turns = turns;
    this.checkouts = checkouts;
    this.clock = clock;
    this.contract = new Reply(200, "application/yaml", Map.of(), resource("/openapi.yaml"));
  }

  /** What is told very often, and mostly to requests that nobody has read. */
  private record Refusal(Problem problem, Stencil stencil) {
    static Refusal of(Problem problem) {
      return new Refusal(problem, new Stencil(problem.reply(RequestId.BLANK)));
    }
  }

  @Override
  public CompletionStage<Reply> handle(Request request) {
    Call call = new Call(request, RequestId.next());
    return CompletableFuture.completedFuture(call)
        .thenCompose(this::answer)
        .exceptionally(failure -> failed(call, failure));
  }

  /** Whoever it is: to find that out costs more than the answer. */
  @Override
  public Optional<Stencil> turnAway(String method, String target) {
    Optional<Refusal> why = Optional.empty();
    if (method.equals("POST") && target.equals(OrderRequest.PATH)) {
      why = limit.isFull() ? Optional.of(OVERLOADED) : closed();
    } else if (method.equals("GET") && target.startsWith(OrderRequest.PATH + "/")) {
      why = limit.isFullForReads() ? Optional.of(TOO_BUSY_TO_READ) : Optional.empty();
    }
    return why.map(Refusal::stencil);
  }

  /** Why no order can come to anything now, however few there are. */
  private Optional<Refusal> closed() {
    if (!ring.hasMetEnough()) {
      return Optional.of(ALONE);
    }
    return turns.mayBeLate(clock.instant()) ? Optional.of(OVERLOADED) : Optional.empty();
  }

  @Override
  public Reply refuse(Unreadable why) {
    Problem problem =
        switch (why) {
          case MALFORMED -> Problem.malformed("This is no HTTP request.");
          case TOO_LARGE -> Problem.bodyTooLarge(HttpServer.MOST_BYTES);
          case TOO_SLOW -> Problem.bodyTooSlow(HttpServer.RECEIVE);
        };
    return problem.reply(RequestId.next());
  }

  /**
   * A request, and by which name log and answer know it.
   *
   * @param id 20 characters
   */
  private record Call(Request request, String id) {}

  private CompletionStage<Reply> answer(Call call) {
    String path = call.request().path();
    if (path.equals(CONTRACT)) {
      return call.request().is("GET")
          ? CompletableFuture.completedFuture(contract)
          : refuse(call, Problem.methodNotAllowed(Set.of("GET")));
    }
    if (!path.equals(OrderRequest.PATH) && !path.startsWith(OrderRequest.PATH + "/")) {
      return refuse(call, Problem.notFound());
    }
    String authorization = call.request().header("Authorization");
    Optional<MerchantId> merchant = apiKeys.merchant(authorization);
    if (merchant.isEmpty()) {
      return refuse(call, apiKeys.refusal(authorization));
    }
    if (path.equals(OrderRequest.PATH)) {
      return call.request().is("POST")
          ? place(call, merchant.get())
          : refuse(call, Problem.methodNotAllowed(Set.of("POST")));
    }
    return call.request().is("GET")
        ? read(call, merchant.get(), path.substring(OrderRequest.PATH.length() + 1))
        : refuse(call, Problem.methodNotAllowed(Set.of("GET")));
  }

  private CompletionStage<Reply> place(Call call, MerchantId merchant) {
    if (!isJson(call.request().header("Content-Type"))) {
      return refuse(call, Problem.unsupportedMediaType());
    }
    Optional<Refusal> closed = closed();
    if (closed.isPresent()) {
      return refuse(call, closed.get().problem());
    }
    if (!limit.admits()) {
      return refuse(call, OVERLOADED.problem());
    }
    Instant admitted = clock.instant();
    return CompletableFuture.completedFuture(call)
        .thenCompose(one -> order(one, merchant, admitted))
        .whenComplete((told, failure) -> leave(Optional.ofNullable(told), admitted))
        .thenApply(Told::reply);
  }

  /**
   * What came of an order.
   *
   * @param answer empty when it was refused as it stood
   */
  private record Told(Reply reply, Optional<CheckoutAnswer> answer) {}

  private void leave(Optional<Told> told, Instant admitted) {
    Instant now = clock.instant();
    Duration took = Duration.between(admitted, now);
    told.flatMap(Told::answer)
        .flatMap(answer -> RingTime.of(answer, took))
        .ifPresentOrElse(time -> limit.left(time, now), limit::left);
  }

  private CompletionStage<Told> order(Call call, MerchantId merchant, Instant admitted) {
    byte[] body = call.request().body();
    OrderRequest request =
        OrderRequest.read(
            merchant, call.request().header("Idempotency-Key"), body, admitted, orderKeys);
    if (request instanceof OrderRequest.Accepted accepted) {
      Checkout checkout =
          new Checkout(
              accepted.order(), accepted.placed(), accepted.card(), admitted.plus(CHECKOUT));
      return checkouts
          .apply(checkout)
          .thenApply(
              answer ->
                  new Told(
                      CheckoutReply.of(accepted.order(), answer, call.id()), Optional.of(answer)));
    }
    Problem problem = ((OrderRequest.Refused) request).problem();
    return CompletableFuture.completedFuture(new Told(problem.reply(call.id()), Optional.empty()));
  }

  private static boolean isJson(@Nullable String contentType) {
    String type = contentType == null ? "" : contentType.split(";", 2)[0].strip();
    return type.equalsIgnoreCase(Reply.JSON);
  }

  private CompletionStage<Reply> read(Call call, MerchantId merchant, String rest) {
    boolean timeline = rest.endsWith(TIMELINE);
    String id = timeline ? rest.substring(0, rest.length() - TIMELINE.length()) : rest;
    if (!OrderId.isValid(id)) {
      return refuse(call, Problem.notFound());
    }
    if (!limit.admitsRead()) {
      return refuse(call, TOO_BUSY_TO_READ.problem());
    }
    OrderQuery query =
        new OrderQuery(
            merchant, new OrderId(id), call.request().header("If-None-Match"), call.id());
    return CompletableFuture.completedFuture(new Key(id))
        .thenCompose(key -> ring.read(key, READ))
        .whenComplete((outcome, failure) -> limit.leftRead())
        .thenApply(
            outcome ->
                timeline
                    ? query.timeline(outcome)
                    : query.order(outcome, replication.r(), replication.n()));
  }

  /** What requests here are bounded by. */
  public List<Bound> bounds() {
    List<Bound> bounds = new ArrayList<>(limit.bounds());
    bounds.add(Bound.of("reads.time", READ.toMillis(), "ms", "503 cannot_be_sure"));
    return bounds;
  }

  private static CompletionStage<Reply> refuse(Call call, Problem problem) {
    return CompletableFuture.completedFuture(problem.reply(call.id()));
  }

  /** Only what came before the checkout began, and bugs, end here. */
  private static Reply failed(Call call, Throwable failure) {
    LOG.error("{} {} failed", call.id(), call.request().path(), failure);
    return Problem.internal().reply(call.id());
  }

  private static byte[] resource(String name) {
    try (InputStream in = MerchantRoutes.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
