package kassa.gateway.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A node that is to be stopped, and what would be missed if it was stopped now.
 *
 * @param endpoint where it is asked
 * @param status what it says of itself
 * @param others who answer as well and take new orders
 */
record DrainedNode(Endpoint endpoint, NodeStatus status, List<String> others) {
  DrainedNode {
    others = List.copyOf(others);
  }

  /** Among answers; empty when it gave none. */
  static Optional<DrainedNode> of(String node, List<Answer<NodeStatus>> answers) {
    List<String> others =
        answers.stream()
            .flatMap(answer -> answer.value().stream())
            .filter(view -> view.takesNewOrders() && !view.node().equals(node))
            .map(NodeStatus::node)
            .toList();
    return answers.stream()
        .filter(answer -> answer.value().filter(view -> view.node().equals(node)).isPresent())
        .map(answer -> new DrainedNode(answer.endpoint(), answer.value().orElseThrow(), others))
        .findFirst();
  }

  /** Whether nobody else would begin an order. */
  boolean isLast() {
    return others.isEmpty();
  }

  /** What it owes to those who are there; whoever is away gets it another time. */
  private List<NodeStatus.Member> owed() {
    return status.members().stream()
        .filter(peer -> peer.reachable() && peer.hints() > 0)
        .filter(peer -> !peer.node().equals(status.node()))
        .toList();
  }

  boolean isDone() {
    return status.draining().on() && status.draining().atHome() == 0 && owed().isEmpty();
  }

  Verdict beforehand() {
    return new Verdict(
        Verdict.Level.OK,
        List.of(
            "%s would begin no more orders; %s would be their home."
                .formatted(status.node(), String.join(", ", others)),
            meanwhile()),
        "the same without --dry-run");
  }

  Verdict verdict() {
    if (isDone()) {
      return new Verdict(
          Verdict.Level.OK,
          List.of(
              "%s is drained: no checkout is at home there, and it owes nobody anything who is there."
                  .formatted(status.node())),
          "stop it; started again it takes orders. To take it back at once: ./kassa node drain %s --undo"
              .formatted(status.node()));
    }
    return new Verdict(
        Verdict.Level.DEGRADED,
        List.of(status.node() + " begins no more orders, and is not done yet.", meanwhile()),
        "the same once more, to wait on");
  }

  /**
   * @param takes whether it does, or would
   */
  Verdict takenBack(String takes) {
    return new Verdict(
        Verdict.Level.OK,
        List.of("%s %s orders again.".formatted(status.node(), takes)),
        "./kassa ring status");
  }

  private String meanwhile() {
    String hints =
        owed().stream()
            .map(peer -> "%d for %s".formatted(peer.hints(), peer.node()))
            .collect(Collectors.joining(", "));
    return "%d checkouts are at home there, and these hints wait: %s."
        .formatted(status.draining().atHome(), hints.isEmpty() ? "none" : hints);
  }

  ObjectNode json() {
    ObjectNode data = ConsoleCommand.JSON.createObjectNode();
    data.put("draining", status.draining().on()).put("at_home", status.draining().atHome());
    data.put("done", isDone());
    ObjectNode hints = data.putObject("hints");
    owed().forEach(peer -> hints.put(peer.node(), peer.hints()));
    return data;
  }
}
