package kassa.gateway.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;

/**
 * What waits at one node for others ({@code GET /ops/hints}).
 *
 * @param window in seconds, by which rates are taken
 */
record HintsView(long window, List<Destination> destinations, List<Hint> hints) {
  /**
   * What waits for one node.
   *
   * @param capped whether the node stopped counting, so that there are more
   * @param perSecond how many leave, by the node's window
   * @param secondsLeft until those that were counted have left; empty when nobody can tell
   */
  record Destination(
      String node,
      long count,
      boolean capped,
      Optional<Instant> oldest,
      double perSecond,
      OptionalLong secondsLeft) {}

  record Hint(String node, String key, String dot, String kind, Optional<Instant> recordedAt) {}

  static HintsView from(JsonNode json) {
    if (!json.path("destinations").isArray()) {
      throw new IllegalArgumentException("not a list of hints");
    }
    return new HintsView(
        json.path("window_seconds").asLong(),
        StreamSupport.stream(json.path("destinations").spliterator(), false)
            .map(
                one ->
                    new Destination(
                        one.path("for").asText(),
                        one.path("count").asLong(),
                        one.path("capped").asBoolean(),
                        NodeStatus.instant(one.path("oldest")),
                        one.path("per_second").asDouble(),
                        NodeStatus.seconds(one.path("seconds_left"))))
            .toList(),
        StreamSupport.stream(json.path("hints").spliterator(), false)
            .map(
                one ->
                    new Hint(
                        one.path("for").asText(),
                        one.path("key").asText(),
                        one.path("dot").asText(),
                        one.path("kind").asText(),
                        NodeStatus.instant(one.path("recorded_at"))))
            .toList());
  }
}
