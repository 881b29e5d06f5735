package kassa.gateway.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Who is or was in the ring, as one node knows it ({@code GET /ops/ring/roster}).
 *
 * @param agreement of what all nodes must have been started with alike
 * @param era names who owns what by this node
 * @param self itself, whether it is in the ring or not
 * @param reachable the nodes that it reaches
 * @param lacking the nodes that may lack what was stored before the ring changed
 */
record RosterView(
    String node,
    String ring,
    String agreement,
    String era,
    Seat self,
    List<Seat> seats,
    List<String> reachable,
    List<String> lacking) {
  /**
   * What is known of one node.
   *
   * @param phase joining, up, leaving, left or dead; empty of a node that is not in the ring
   * @param generation a number, a dot and eight hexadecimal digits
   */
  record Seat(
      String node, String phase, String generation, String zone, String http, String management) {
    private static final List<String> PHASES = List.of("joining", "up", "leaving", "left", "dead");

    /** Of two words on one node the greater counts, as among nodes. */
    static final Comparator<Seat> ORDER =
        Comparator.comparingInt((Seat seat) -> seat.number())
            .thenComparing(seat -> seat.generation.substring(seat.generation.indexOf('.') + 1))
            .thenComparing(seat -> PHASES.indexOf(seat.phase));

    static Seat from(JsonNode json) {
      return new Seat(
          json.path("node").asText(),
          json.path("phase").asText(),
          json.path("generation").asText(),
          json.path("zone").asText(),
          json.path("http").asText(),
          json.path("management").asText());
    }

    private int number() {
      return Integer.parseInt(generation.substring(0, Math.max(0, generation.indexOf('.'))));
    }

    boolean is(String aPhase) {
      return phase.equals(aPhase);
    }
  }

  /**
   * @throws IllegalArgumentException when it is no roster
   */
  static RosterView from(JsonNode json) {
    if (!json.path("node").isTextual() || !json.path("seats").isArray()) {
      throw new IllegalArgumentException("not a roster");
    }
    List<Seat> seats = stream(json.path("seats")).map(Seat::from).toList();
    seats.forEach(Seat::number);
    return new RosterView(
        json.path("node").asText(),
        json.path("ring").asText(),
        json.path("agreement").asText(),
        json.path("era").asText(),
        Seat.from(json.path("self")),
        seats,
        stream(json.path("seats"))
            .filter(seat -> seat.path("reachable").asBoolean())
            .map(seat -> seat.path("node").asText())
            .toList(),
        stream(json.path("lack")).map(JsonNode::asText).toList());
  }

  Optional<Seat> seat(String id) {
    return seats.stream().filter(seat -> seat.node().equals(id)).findFirst();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
