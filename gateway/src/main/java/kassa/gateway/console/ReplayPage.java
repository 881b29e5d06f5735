package kassa.gateway.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What one node did of a replay ({@code POST /ops/archive/replay}).
 *
 * @param facts that were looked at
 * @param queued those of them that the archive is owed now
 * @param waits whether nothing was done, since the node owes the archive much already
 * @param next where to go on; empty at the end
 */
record ReplayPage(
    String node,
    long facts,
    long queued,
    boolean waits,
    boolean archiveReachable,
    Optional<String> next) {

  static ReplayPage from(JsonNode json) {
    if (!json.path("queued").isNumber()) {
      throw new IllegalArgumentException("not an answer to a replay");
    }
    return new ReplayPage(
        json.path("node").asText(),
        json.path("facts").asLong(),
        json.path("queued").asLong(),
        json.path("waits").asBoolean(),
        json.path("archive").path("reachable").asBoolean(),
        json.path("next").isTextual() ? Optional.of(json.path("next").asText()) : Optional.empty());
  }
}
