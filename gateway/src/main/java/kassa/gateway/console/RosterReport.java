package kassa.gateway.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/**
 * Who is in the ring, out of several views, which may differ: what is said of a node on two sides
 * of a cut is put together as the nodes will do it.
 *
 * @param views what each answering node says, in the order they were asked; may be none
 */
record RosterReport(List<RosterView> views) {
  static RosterReport of(List<Answer<RosterView>> answers) {
    return new RosterReport(answers.stream().flatMap(answer -> answer.value().stream()).toList());
  }

  Collection<RosterView.Seat> seats() {
    return byNode().values();
  }

  Optional<RosterView.Seat> seat(String node) {
    return Optional.ofNullable(byNode().get(node));
  }

  /** Those that are known and own nothing yet. */
  List<String> joining() {
    return seats().stream().filter(seat -> seat.is("joining")).map(RosterView.Seat::node).toList();
  }

  private SortedMap<String, RosterView.Seat> byNode() {
    BinaryOperator<RosterView.Seat> later = BinaryOperator.maxBy(RosterView.Seat.ORDER);
    return views.stream()
        .flatMap(view -> view.seats().stream())
        .collect(Collectors.toMap(RosterView.Seat::node, seat -> seat, later, TreeMap::new));
  }

  /** The others that reach a node, or do not. */
  List<String> whoReaches(String node, boolean reaches) {
    return views.stream()
        .filter(view -> !view.node().equals(node) && view.seat(node).isPresent())
        .filter(view -> view.reachable().contains(node) == reaches)
        .map(RosterView::node)
        .toList();
  }

  boolean isAgreed() {
    return known().size() < 2;
  }

  private Map<List<RosterView.Seat>, List<String>> known() {
    return views.stream()
        .collect(
            Collectors.groupingBy(
                RosterView::seats,
                LinkedHashMap::new,
                Collectors.mapping(RosterView::node, Collectors.toList())));
  }

  /**
   * Nodes that may lack what was stored before the ring changed: those of which nobody knows better
   * who goes by the same ring as the first, for a node that has all keeps it.
   */
  List<String> lacking() {
    return views.stream()
        .filter(view -> view.era().equals(views.get(0).era()))
        .map(view -> (Set<String>) new TreeSet<>(view.lacking()))
        .reduce(
            (some, others) -> {
              some.retainAll(others);
              return some;
            })
        .map(List::copyOf)
        .orElse(List.of());
  }

  /** Empty when all know the same, and the ring is handed over as it is. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (!isAgreed()) {
      String groups =
          known().values().stream()
              .map(nodes -> String.join(", ", nodes))
              .collect(Collectors.joining(" | "));
      lines.add("rosters DIFFER: " + groups + "; they merge when these nodes reach each other");
    }
    List<String> lacking = lacking();
    if (!lacking.isEmpty()) {
      long owners = seats().stream().filter(seat -> seat.is("up")).count();
      lines.add(
          "handing over: %s %s what was stored before the ring changed (%d of %d nodes have all)"
              .formatted(
                  String.join(", ", lacking),
                  lacking.size() == 1 ? "lacks" : "lack",
                  owners - lacking.size(),
                  owners));
    }
    return lines;
  }

  ObjectNode json() {
    ObjectNode json = ConsoleCommand.JSON.createObjectNode().put("agreed", isAgreed());
    ArrayNode seats = json.putArray("seats");
    for (RosterView.Seat seat : seats()) {
      ObjectNode one = seats.addObject().put("node", seat.node()).put("phase", seat.phase());
      one.put("generation", seat.generation()).put("zone", seat.zone());
      one.put("http", seat.http()).put("management", seat.management());
    }
    lacking().forEach(json.putArray("lacking")::add);
    return json;
  }
}
