package kassa.gateway.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What one node's own disk knows of an order ({@code GET /ops/explain/…}).
 *
 * @param archived what the archive knows, when it was asked and answered
 */
public record Explanation(
    String node, String status, List<FactLine> facts, Optional<List<FactLine>> archived) {

  /**
   * One fact, as written.
   *
   * @param data the payload as JSON text; empty of a fact that was left to the archive
   * @param evicted whether the holder knows no more of it than name and hash
   */
  public record FactLine(
      String dot, String time, String kind, String hash, String data, boolean evicted) {
    static FactLine from(JsonNode json) {
      return new FactLine(
          json.path("dot").asText(),
          json.path("time").asText(),
          json.path("kind").asText(),
          json.path("hash").asText(),
          json.path("data").isMissingNode() ? "" : json.path("data").toString(),
          json.path("evicted").asBoolean());
    }
  }

  /** A node that answers 404 knows no fact of the order: that is an empty explanation. */
  static Explanation from(JsonNode json) {
    JsonNode archive = json.path("archive");
    return new Explanation(
        json.path("node").asText(),
        json.path("status").asText("-"),
        lines(json.path("facts")),
        archive.path("reachable").asBoolean()
            ? Optional.of(lines(archive.path("facts")))
            : Optional.empty());
  }

  private static List<FactLine> lines(JsonNode facts) {
    return StreamSupport.stream(facts.spliterator(), false).map(FactLine::from).toList();
  }
}
