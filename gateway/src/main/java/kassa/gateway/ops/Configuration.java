package kassa.gateway.ops;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import kassa.ring.Bound;
import kassa.ring.NodeId;

/**
 * What this node is bounded by now, and what it was started with, in JSON. Any thread may ask.
 *
 * @param bounds asked anew each time
 * @param settings by name, in the order in which they are shown; without secrets
 */
public record Configuration(
    NodeId node, Supplier<List<Bound>> bounds, Map<String, String> settings) {
  private static final ObjectMapper JSON = new ObjectMapper();

  ObjectNode json() {
    ObjectNode json = JSON.createObjectNode().put("node", node.value());
    ArrayNode list = json.putArray("bounds");
    for (Bound bound : bounds.get()) {
      ObjectNode one = list.addObject().put("name", bound.name());
      one.put("limit", bound.limit()).put("unit", bound.unit());
      one.put("use", bound.use().isPresent() ? bound.use().getAsLong() : null);
      one.put("beyond", bound.beyond());
    }
    ObjectNode values = json.putObject("settings");
    settings.forEach(values::put);
    return json;
  }
}
