package kassa.gateway.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** Where a key lives, as one node computes it ({@code GET /ops/owners/…}). */
record OwnersView(int partition, List<String> owners, List<String> fallbacks) {
  static OwnersView from(JsonNode json) {
    if (!json.path("owners").isArray()) {
      throw new IllegalArgumentException("not a preference list");
    }
    return new OwnersView(
        json.path("partition").asInt(), texts(json.path("owners")), texts(json.path("fallbacks")));
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
