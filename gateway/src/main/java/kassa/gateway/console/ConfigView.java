package kassa.gateway.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;

/** What one node says it is bounded by, and was started with ({@code GET /ops/config}). */
record ConfigView(String node, List<Limit> bounds, Map<String, String> settings) {
  /**
   * @param use empty where nothing counts it
   * @param beyond what happens to what is more
   */
  record Limit(String name, long limit, String unit, OptionalLong use, String beyond) {
    static Limit from(JsonNode json) {
      JsonNode use = json.path("use");
      return new Limit(
          json.path("name").asText(),
          json.path("limit").asLong(),
          json.path("unit").asText(),
          use.isIntegralNumber() ? OptionalLong.of(use.asLong()) : OptionalLong.empty(),
          json.path("beyond").asText());
    }

    @Override
    public String toString() {
      return use.isPresent() ? use.getAsLong() + "/" + limit : Long.toString(limit);
    }
  }

  static ConfigView from(JsonNode json) {
    if (!json.path("node").isTextual() || !json.path("bounds").isArray()) {
      throw new IllegalArgumentException("not a node's configuration");
    }
    Map<String, String> settings = new LinkedHashMap<>();
    json.path("settings")
        .properties()
        .forEach(one -> settings.put(one.getKey(), one.getValue().asText()));
    return new ConfigView(
        json.path("node").asText(),
        StreamSupport.stream(json.path("bounds").spliterator(), false).map(Limit::from).toList(),
        settings);
  }

  Optional<Limit> bound(String name) {
    return bounds.stream().filter(bound -> bound.name().equals(name)).findFirst();
  }
}
