package kassa.gateway.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Asks many nodes the same at once. The whole question takes no longer than the deadline, however
 * many are stopped, cut off or slow. Safe for use by several threads.
 */
public final class OpsHttpClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Refusals that say why in JSON: a conflict, an outcome that is not known, and no room. */
  private static final Set<Integer> REASONED = Set.of(409, 504, 507);

  private final HttpClient http;
  private final Duration deadline;

  public OpsHttpClient(Duration deadline) {
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(deadline)
            .build();
    this.deadline = deadline;
  }

  public List<Answer<NodeStatus>> statuses(List<Endpoint> endpoints) {
    return ask(endpoints, "/ops/status", NodeStatus::from);
  }

  /** In which phases a node is, as those that answer know it. */
  public Set<String> phases(List<Endpoint> endpoints, String node) {
    return ask(endpoints, "/ops/ring/roster", RosterView::from).stream()
        .flatMap(answer -> answer.value().stream())
        .flatMap(view -> view.seat(node).stream())
        .map(RosterView.Seat::phase)
        .collect(Collectors.toSet());
  }

  /**
   * The endpoints by what they know of the ring: those together that name one era and one roster,
   * and each that gives no answer for itself.
   */
  public List<List<String>> agreeing(List<Endpoint> endpoints) {
    return ask(endpoints, "/ops/ring/roster", RosterView::from).stream()
        .collect(
            Collectors.groupingBy(
                answer ->
                    answer
                        .value()
                        .<Object>map(view -> List.of(view.era(), view.seats()))
                        .orElse(answer.endpoint()),
                LinkedHashMap::new,
                Collectors.mapping(
                    answer ->
                        answer.value().map(RosterView::node).orElse(answer.endpoint().toString()),
                    Collectors.toList())))
        .values()
        .stream()
        .toList();
  }

  /** One answer for each endpoint, in their order. */
  <T> List<Answer<T>> ask(List<Endpoint> endpoints, String path, Function<JsonNode, T> reading) {
    List<CompletableFuture<Answer<T>>> asked =
        endpoints.stream().map(endpoint -> ask(endpoint, path, reading)).toList();
    return asked.stream().map(CompletableFuture::join).toList();
  }

  /** Tells one endpoint to do something that may be done again. */
  <T> Answer<T> tell(Endpoint endpoint, String path, Function<JsonNode, T> reading) {
    return tell(endpoint, path, BodyPublishers.noBody(), reading);
  }

  /** The same with more to say. */
  <T> Answer<T> tell(Endpoint endpoint, String path, JsonNode body, Function<JsonNode, T> reading) {
    return tell(endpoint, path, BodyPublishers.ofString(body.toString()), reading);
  }

  private <T> Answer<T> tell(
      Endpoint endpoint,
      String path,
      HttpRequest.BodyPublisher body,
      Function<JsonNode, T> reading) {
    HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.http(path)).POST(body);
    return send(endpoint, request, reading).join();
  }

  private <T> CompletableFuture<Answer<T>> ask(
      Endpoint endpoint, String path, Function<JsonNode, T> reading) {
    return send(endpoint, HttpRequest.newBuilder(endpoint.http(path)), reading);
  }

  private <T> CompletableFuture<Answer<T>> send(
      Endpoint endpoint, HttpRequest.Builder builder, Function<JsonNode, T> reading) {
    HttpRequest request = builder.timeout(deadline).build();
    return http.sendAsync(request, BodyHandlers.ofString())
        .<Answer<T>>thenApply(response -> read(endpoint, response, reading))
        // The request's own timeout ends with the headers; a body may stop in the middle.
        .completeOnTimeout(
            new Answer.Silent<>(endpoint, "no answer in " + deadline.toMillis() + " ms"),
            deadline.toMillis() + 100,
            TimeUnit.MILLISECONDS)
        .exceptionally(failure -> new Answer.Silent<>(endpoint, reason(failure)));
  }

  private static <T> Answer<T> read(
      Endpoint endpoint, HttpResponse<String> response, Function<JsonNode, T> reading) {
    boolean reasoned = REASONED.contains(response.statusCode());
    if (response.statusCode() != 200 && response.statusCode() != 404 && !reasoned) {
      return new Answer.Silent<>(endpoint, "answered " + response.statusCode());
    }
    try {
      // "I know nothing of it" is an answer too: the reading is given nothing, and may refuse it.
      JsonNode body =
          response.statusCode() == 404 ? MissingNode.getInstance() : JSON.readTree(response.body());
      return new Answer.Answered<>(endpoint, reading.apply(body));
    } catch (JsonProcessingException | IllegalArgumentException malformed) {
      return new Answer.Silent<>(endpoint, "answered something else than a Kassa node does");
    }
  }

  private String reason(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof HttpTimeoutException) {
      return "no answer in " + deadline.toMillis() + " ms";
    }
    if (cause instanceof ConnectException) {
      return "refuses connections";
    }
    return cause.getClass().getSimpleName()
        + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
  }
}
