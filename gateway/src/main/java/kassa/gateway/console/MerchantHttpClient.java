package kassa.gateway.console;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A merchant's side of the merchant API, as it should be written: any node will do, and when one
 * does not answer, the next one is asked <em>with the same idempotency key</em>.
 */
public final class MerchantHttpClient {
  private final HttpClient http;
  private final String apiKey;
  private final Duration deadline;

  /**
   * @param deadline for one node; a checkout may take several of them
   */
  public MerchantHttpClient(String apiKey, Duration deadline) {
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(deadline)
            .build();
    this.apiKey = apiKey;
    this.deadline = deadline;
  }

  /**
   * What a node answered.
   *
   * @param node which one
   */
  public record Reply(Endpoint node, int status, String body) {
    /**
     * As a script sees it: a declined or malformed order is refused, an unknown outcome timed out.
     */
    Exit exit() {
      return switch (status) {
        case 200, 201, 202 -> Exit.OK;
        case 404 -> Exit.NOT_FOUND;
        case 504 -> Exit.TIMED_OUT;
        default -> status < 400 || status == 500 ? Exit.ERROR : Exit.REFUSED;
      };
    }
  }

  /**
   * Places an order.
   *
   * @param nodes tried in this order
   * @throws Refusal when none of them answers
   */
  public Reply place(List<Endpoint> nodes, String idempotencyKey, String body)
      throws InterruptedException {
    return firstAnswer(
        nodes,
        node ->
            request(node, "/v1/orders")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .POST(BodyPublishers.ofString(body))
                .build());
  }

  Reply get(List<Endpoint> nodes, String path) throws InterruptedException {
    return firstAnswer(nodes, node -> request(node, path).build());
  }

  private HttpRequest.Builder request(Endpoint node, String path) {
    return HttpRequest.newBuilder(node.http(path))
        .timeout(deadline)
        .header("Authorization", "Bearer " + apiKey);
  }

  private Reply firstAnswer(
      List<Endpoint> nodes, java.util.function.Function<Endpoint, HttpRequest> request)
      throws InterruptedException {
    List<String> silent = new ArrayList<>();
    for (Endpoint node : nodes) {
      try {
        HttpResponse<String> response = http.send(request.apply(node), BodyHandlers.ofString());
        return new Reply(node, response.statusCode(), response.body());
      } catch (IOException unanswered) {
        silent.add(node + " (" + unanswered.getClass().getSimpleName() + ")");
      }
    }
    throw new Refusal(
        Exit.NOBODY_REACHABLE,
        "No node answers at its merchant address: " + String.join(", ", silent) + ".");
  }
}
