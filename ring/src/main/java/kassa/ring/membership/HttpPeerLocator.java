package kassa.ring.membership;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import kassa.ring.NodeId;
import kassa.ring.placement.Era;

/**
 * The locator over HTTP: {@code GET /identity}, {@code GET /testimony/NODE}, {@code POST
 * /formation/NODE}.
 */
public final class HttpPeerLocator implements PeerLocator {
  private static final Duration DEADLINE = Duration.ofMillis(800);
  private static final int GRANTED = 200;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(DEADLINE).build();

  @Override
  public CompletionStage<PeerIdentity> identify(String management) {
    return client
        .sendAsync(to(management, "/identity").GET().build(), HttpResponse.BodyHandlers.ofString())
        .thenApply(response -> PeerIdentity.parse(response.body()));
  }

  @Override
  public CompletionStage<Testimony> testify(String management, NodeId about) {
    return client
        .sendAsync(
            to(management, "/testimony/" + about).GET().build(),
            HttpResponse.BodyHandlers.ofString())
        .thenApply(response -> Testimony.parse(response.body()));
  }

  @Override
  public CompletionStage<Boolean> askVote(String management, NodeId candidate, Era era) {
    HttpRequest.Builder request =
        to(management, "/formation/" + candidate + "?era=" + era)
            .POST(HttpRequest.BodyPublishers.noBody());
    return client
        .sendAsync(request.build(), HttpResponse.BodyHandlers.discarding())
        .thenApply(response -> response.statusCode() == GRANTED);
  }

  private static HttpRequest.Builder to(String management, String path) {
    return HttpRequest.newBuilder(URI.create("http://" + management + path)).timeout(DEADLINE);
  }
}
