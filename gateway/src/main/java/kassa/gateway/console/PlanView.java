package kassa.gateway.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a change would move, as one node computes it ({@code GET /ops/ring/plan}).
 *
 * @param era who owns what now
 * @param next who would
 */
record PlanView(
    RosterAnswer answer,
    String era,
    String next,
    int partitions,
    List<Share> shares,
    List<Move> moves) {
  /** Of the partitions that a node owns first, 0 to 1. */
  record Share(String node, double before, double after) {}

  /**
   * @param load what this node holds of it, if it was counted here
   */
  record Move(int partition, List<String> coming, List<String> going, Optional<Load> load) {
    static Move from(JsonNode json) {
      return new Move(
          json.path("partition").asInt(),
          texts(json.path("coming")),
          texts(json.path("going")),
          json.path("facts").isIntegralNumber()
              ? Optional.of(new Load(json.path("facts").asLong(), json.path("bytes").asLong()))
              : Optional.empty());
    }
  }

  record Load(long facts, long bytes) {
    Load plus(Load other) {
      return new Load(facts + other.facts, bytes + other.bytes);
    }

    /** So many times as much, of which another number was counted. */
    Load scaled(long to, long from) {
      return new Load(
          Math.round(facts * (double) to / from), Math.round(bytes * (double) to / from));
    }
  }

  static PlanView from(JsonNode json) {
    RosterAnswer answer = RosterAnswer.from(json);
    return new PlanView(
        answer,
        json.path("era").asText(),
        json.path("next").asText(),
        json.path("partitions").asInt(),
        stream(json.path("nodes"))
            .map(
                node ->
                    new Share(
                        node.path("node").asText(),
                        node.path("before").asDouble(),
                        node.path("after").asDouble()))
            .toList(),
        stream(json.path("moves")).map(Move::from).toList());
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static List<String> texts(JsonNode array) {
    return stream(array).map(JsonNode::asText).toList();
  }
}
