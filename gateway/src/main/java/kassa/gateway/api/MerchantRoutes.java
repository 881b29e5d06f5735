package kassa.gateway.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import kassa.gateway.checkout.Budget;
import kassa.gateway.checkout.Checkout;
import kassa.gateway.checkout.CheckoutAnswer;
import kassa.gateway.order.MerchantId;
import kassa.gateway.order.OrderId;
import kassa.gateway.order.OrderKeys;
import kassa.ring.Key;
import kassa.ring.ReadOutcome;
import kassa.ring.Ring;
import kassa.ring.placement.RingDescriptor.Replication;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.Materializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The merchant API in HTTP: finds who asks for what, and translates there and back. */
public final class MerchantRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(MerchantRoutes.class);

  /** Until then a merchant has an answer. */
  private static final Duration CHECKOUT = Budget.DEFAULT.whole();

  private static final Duration READ = Duration.ofSeconds(2);

  /** Within this time a body must be here: a slow sender must not hold a place. */
  private static final Duration RECEIVE = Duration.ofSeconds(3);

  private static final int MOST_BYTES = 64 * 1024;
  private static final String CONTRACT = "/v1/openapi.yaml";
  private static final String TIMELINE = "/timeline";

  private final ApiKeys apiKeys;
  private final OrderKeys orderKeys;
  private final Ring ring;
  private final Replication replication;
  private final Function<Checkout, CompletionStage<CheckoutAnswer>> checkouts;
  private final Materializer materializer;
  private final Clock clock;
  private final HttpResponse contract;

  /**
   * @param checkouts answers every checkout by its deadline, and never exceptionally
   */
  public MerchantRoutes(
      ApiKeys apiKeys,
      OrderKeys orderKeys,
      Ring ring,
      Replication replication,
      Function<Checkout, CompletionStage<CheckoutAnswer>> checkouts,
      Materializer materializer,
      Clock clock) {
    this.apiKeys = apiKeys;
    this.orderKeys = orderKeys;
    this.ring = ring;
    this.replication = replication;
    this.checkouts = checkouts;
    this.materializer = materializer;
    this.clock = clock;
    this.contract =
        HttpResponse.create()
            .withEntity(ContentTypes.parse("application/yaml"), resource("/openapi.yaml"));
  }

  /** Answers one request; never exceptionally. */
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    Call call = new Call(request, requestId());
    return CompletableFuture.completedFuture(call)
        .thenCompose(this::answer)
        .exceptionally(failure -> failed(call, failure));
  }

  /**
   * A request, and by which name log and answer know it.
   *
   * @param id 20 characters
   */
  private record Call(HttpRequest request, String id) {
    String path() {
      return request.getUri().path();
    }

    boolean is(HttpMethod method) {
      return request.method().equals(method);
    }

    @Nullable String header(String name) {
      return request.getHeader(name).map(HttpHeader::value).orElse(null);
    }
  }

  private CompletionStage<HttpResponse> answer(Call call) {
    String path = call.path();
    if (path.equals(CONTRACT)) {
      return call.is(HttpMethods.GET)
          ? CompletableFuture.completedFuture(contract)
          : refuse(call, Problem.methodNotAllowed(Set.of("GET")));
    }
    if (!path.equals(OrderRequest.PATH) && !path.startsWith(OrderRequest.PATH + "/")) {
      return refuse(call, Problem.notFound());
    }
    String authorization = call.header("Authorization");
    Optional<MerchantId> merchant = apiKeys.merchant(authorization);
    if (merchant.isEmpty()) {
      return refuse(call, apiKeys.refusal(authorization));
    }
    if (path.equals(OrderRequest.PATH)) {
      return call.is(HttpMethods.POST)
          ? place(call, merchant.get())
          : refuse(call, Problem.methodNotAllowed(Set.of("POST")));
    }
    return call.is(HttpMethods.GET)
        ? read(call, merchant.get(), path.substring(OrderRequest.PATH.length() + 1))
        : refuse(call, Problem.methodNotAllowed(Set.of("GET")));
  }

  private CompletionStage<HttpResponse> place(Call call, MerchantId merchant) {
    HttpEntity entity = call.request().entity().withSizeLimit(MOST_BYTES);
    if (!entity.getContentType().mediaType().equals(ContentTypes.APPLICATION_JSON.mediaType())) {
      return refuse(call, Problem.unsupportedMediaType());
    }
    Instant deadline = clock.instant().plus(CHECKOUT);
    // On a machine with few cores, stages that Pekko made of Scala's futures start a thread for
    // every continuation that is not told where to run.
    return entity
        .toStrict(RECEIVE.toMillis(), materializer)
        .thenComposeAsync(
            body -> place(call, merchant, body.getData().toArray(), deadline),
            materializer.executionContext());
  }

  private CompletionStage<HttpResponse> place(
      Call call, MerchantId merchant, byte[] body, Instant deadline) {
    OrderRequest request =
        OrderRequest.read(
            merchant, call.header("Idempotency-Key"), body, clock.instant(), orderKeys);
    if (request instanceof OrderRequest.Accepted accepted) {
      Checkout checkout =
          new Checkout(accepted.order(), accepted.placed(), accepted.card(), deadline);
      return checkouts
          .apply(checkout)
          .thenApply(answer -> http(CheckoutReply.of(accepted.order(), answer, call.id())));
    }
    OrderRequest.Refused refused = (OrderRequest.Refused) request;
    return CompletableFuture.completedFuture(http(refused.problem().reply(call.id())));
  }

  private CompletionStage<HttpResponse> read(Call call, MerchantId merchant, String rest) {
    boolean timeline = rest.endsWith(TIMELINE);
    String id = timeline ? rest.substring(0, rest.length() - TIMELINE.length()) : rest;
    if (!OrderId.isValid(id)) {
      return refuse(call, Problem.notFound());
    }
    call.request().discardEntityBytes(materializer);
    OrderQuery query =
        new OrderQuery(merchant, new OrderId(id), call.header("If-None-Match"), call.id());
    CompletionStage<ReadOutcome> found = ring.read(new Key(id), READ);
    return found.thenApply(
        outcome ->
            http(
                timeline
                    ? query.timeline(outcome)
                    : query.order(outcome, replication.r(), replication.n())));
  }

  private CompletionStage<HttpResponse> refuse(Call call, Problem problem) {
    call.request().discardEntityBytes(materializer);
    return CompletableFuture.completedFuture(http(problem.reply(call.id())));
  }

  /** Only what came before the checkout began, and bugs, end here. */
  private HttpResponse failed(Call call, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof EntityStreamSizeException) {
      return http(Problem.bodyTooLarge(MOST_BYTES).reply(call.id()));
    }
    if (cause instanceof TimeoutException) {
      return http(Problem.bodyTooSlow(RECEIVE).reply(call.id()));
    }
    LOG.error("{} {} failed", call.id(), call.path(), cause);
    return http(Problem.internal().reply(call.id()));
  }

  private static HttpResponse http(Reply reply) {
    HttpResponse response = HttpResponse.create().withStatus(StatusCodes.get(reply.status()));
    for (var header : reply.headers().entrySet()) {
      response = response.addHeader(RawHeader.create(header.getKey(), header.getValue()));
    }
    return reply.mediaType().isEmpty()
        ? response
        : response.withEntity(ContentTypes.parse(reply.mediaType()), reply.body());
  }

  private static String requestId() {
    byte[] random = new byte[8];
    ThreadLocalRandom.current().nextBytes(random);
    return "req_" + HexFormat.of().formatHex(random);
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
