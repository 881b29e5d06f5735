package kassa.gateway.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** The merchants that one node knows ({@code GET /ops/merchants}). */
record MerchantsView(String node, List<Known> merchants) {
  /**
   * @param current labels of the keys of the last rotation
   * @param before of those that end with the next one
   */
  record Known(String merchant, List<String> current, List<String> before) {
    static Known from(JsonNode json) {
      return new Known(
          json.path("merchant").asText(), texts(json.path("current")), texts(json.path("before")));
    }
  }

  static MerchantsView from(JsonNode json) {
    if (!json.path("merchants").isArray()) {
      throw new IllegalArgumentException("not a list of merchants");
    }
    return new MerchantsView(
        json.path("node").asText(),
        StreamSupport.stream(json.path("merchants").spliterator(), false)
            .map(Known::from)
            .toList());
  }

  boolean knows(String merchant, String key) {
    return merchants.stream()
        .anyMatch(known -> known.merchant().equals(merchant) && known.current().contains(key));
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
