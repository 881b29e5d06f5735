package kassa.gateway.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kassa.ring.Key;
import kassa.ring.NodeId;

/**
 * Some keys with all that a place holds of them ({@code GET /ops/facts} of a node's disk, {@code
 * GET /ops/archive/facts} of the archive, which any node reads).
 *
 * @param node who answered
 * @param away why the archive could not be read, if so
 * @param next where to go on; empty at the end
 */
public record FactsPage(
    String node, List<Line> lines, Optional<String> away, Optional<String> next) {
  public FactsPage {
    lines = List.copyOf(lines);
  }

  /**
   * @param owners by the node's ring descriptor; of the archive, empty
   * @param era by which those are the owners
   */
  record Line(Key key, List<NodeId> owners, String era, Copy copy) {}

  /**
   * @throws IllegalArgumentException when it is no such page
   */
  public static FactsPage from(JsonNode json) {
    if (!json.path("node").isTextual() || !json.path("keys").isArray()) {
      throw new IllegalArgumentException("not a page of facts");
    }
    List<Line> lines = new ArrayList<>();
    String era = json.path("era").asText();
    for (JsonNode line : json.path("keys")) {
      List<NodeId> owners = new ArrayList<>();
      line.path("owners").forEach(owner -> owners.add(new NodeId(owner.asText())));
      try {
        Key key = new Key(line.path("key").asText());
        lines.add(new Line(key, owners, era, Copy.from(key, line)));
      } catch (IOException notBase64) {
        throw new IllegalArgumentException("not a page of facts", notBase64);
      }
    }
    return new FactsPage(json.path("node").asText(), lines, text(json, "away"), text(json, "next"));
  }

  private static Optional<String> text(JsonNode json, String field) {
    return json.path(field).isTextual() ? Optional.of(json.path(field).asText()) : Optional.empty();
  }

  Optional<Line> line(Key key) {
    return lines.stream().filter(line -> line.key().equals(key)).findFirst();
  }

  /** What it says of a key; nothing when it is not in it. */
  Copy copy(Key key) {
    return line(key).map(Line::copy).orElse(Copy.NOTHING);
  }
}
