package kassa.gateway.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * One change of the ring, as a node is told it. To tell another node the same is the same again.
 *
 * @param body for {@code POST /ops/ring/changes}
 * @param done what is so then, in words
 * @param shown the phases of which a node that knows of it shows one
 */
record RosterStep(ObjectNode body, String done, Set<String> shown) {
  static RosterStep join(RosterView.Seat newcomer) {
    RosterStep step =
        of("join", newcomer.node(), newcomer.node() + " is joining", Set.of("joining", "up"));
    step.body.put("zone", newcomer.zone()).put("http", newcomer.http());
    step.body.put("management", newcomer.management());
    step.body.put("salt", ThreadLocalRandom.current().nextInt());
    return step;
  }

  static RosterStep bringUp(String node) {
    return of("bring_up", node, node + " is up", Set.of("up"));
  }

  static RosterStep leave(String node) {
    return of("leave", node, node + " is leaving", Set.of("leaving", "left"));
  }

  /** Alive, it comes in again by itself. */
  static RosterStep declareDead(String node) {
    return of("declare_dead", node, node + " counts as dead", Set.of("dead", "joining"));
  }

  private static RosterStep of(String change, String node, String done, Set<String> shown) {
    ObjectNode body = ConsoleCommand.JSON.createObjectNode();
    return new RosterStep(body.put("change", change).put("node", node), done, shown);
  }

  String change() {
    return body.path("change").asText();
  }

  String node() {
    return body.path("node").asText();
  }

  boolean isKnownBy(RosterView view) {
    return view.seat(node()).filter(seat -> shown.contains(seat.phase())).isPresent();
  }

  /** Where a node is asked what changes would move. */
  static String planPath(List<RosterStep> steps) {
    return steps.stream()
        .collect(
            Collectors.groupingBy(
                RosterStep::change,
                TreeMap::new,
                Collectors.mapping(RosterStep::node, Collectors.joining(","))))
        .entrySet()
        .stream()
        .map(asked -> asked.getKey() + "=" + asked.getValue())
        .collect(Collectors.joining("&", "/ops/ring/plan?", ""));
  }

  static String done(List<RosterStep> steps) {
    return steps.stream().map(RosterStep::done).collect(Collectors.joining(", "));
  }
}
