package kassa.gateway.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How far the nodes are with handing over what others own since the ring changed, and with what
 * waits for them.
 *
 * @param views what each answering node says
 */
record HandoverReport(List<NodeStatus> views) {
  /**
   * Owners that may lack what was stored before: those of whom nobody knows better who goes by the
   * same ring as the first, for a node that has all keeps it.
   */
  Set<String> lacking() {
    Set<String> lacking = new LinkedHashSet<>(views.get(0).handover().lacking());
    views.stream()
        .filter(view -> view.handover().era().equals(views.get(0).handover().era()))
        .forEach(view -> lacking.retainAll(view.handover().lacking()));
    return lacking;
  }

  /** Whether a node has not got all, and the only reason known is that the ring changed. */
  static boolean isTakingOver(NodeStatus view) {
    return view.handover().lacking().contains(view.node()) && !view.copy().standing().equals("new");
  }

  boolean goesOn() {
    return !lacking().isEmpty() || views.stream().anyMatch(view -> view.handover().gives());
  }

  /** What goes on, in one sentence; only if something does. */
  String sentence() {
    List<String> parts = new ArrayList<>();
    views.stream()
        .filter(HandoverReport::isTakingOver)
        .map(HandoverReport::takes)
        .forEach(parts::add);
    lacking().stream()
        .filter(node -> views.stream().noneMatch(view -> view.node().equals(node)))
        .map("%s lacks some and does not answer here"::formatted)
        .forEach(parts::add);
    views.stream()
        .filter(view -> view.handover().gives())
        .map(HandoverReport::gives)
        .forEach(parts::add);
    return "Handing over what was stored before the ring changed: %s."
        .formatted(parts.isEmpty() ? "about to end" : String.join("; ", parts));
  }

  /** A sentence for each node that is joining. */
  List<String> joining() {
    return views.stream()
        .filter(view -> view.handover().ahead().of() > 0)
        .map(HandoverReport::fetches)
        .toList();
  }

  private static String fetches(NodeStatus view) {
    NodeStatus.Ahead ahead = view.handover().ahead();
    return ahead.isAll()
        ? "%s is joining and has fetched all %d partitions that it will own."
            .formatted(view.node(), ahead.of())
        : "%s is joining and has fetched %d of the %d partitions that it will own, time left %s."
            .formatted(view.node(), ahead.fetched(), ahead.of(), TimeLeft.of(ahead.secondsLeft()));
  }

  /** A line for each node that takes or gives, and for each in reach for which hints wait. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (NodeStatus view : views) {
      NodeStatus.Handover at = view.handover();
      if (isTakingOver(view)) {
        lines.add("  %s (%s a second)".formatted(takes(view), TimeLeft.rate(at.lacksPerSecond())));
      }
      if (at.gives()) {
        lines.add(
            "  %s (%d entries so far, %s a second)"
                .formatted(gives(view), at.entered(), TimeLeft.rate(at.enteredPerSecond())));
      }
    }
    for (Queue queue : queues().stream().filter(Queue::isReached).toList()) {
      lines.add(
          "  %d%s hints for %s leave at %s a second, time left %s"
              .formatted(
                  queue.hints,
                  queue.capped ? "+" : "",
                  queue.node,
                  TimeLeft.rate(queue.perSecond),
                  TimeLeft.of(queue.secondsLeft, queue.capped)));
    }
    if (!lines.isEmpty()) {
      long window = views.stream().mapToLong(view -> view.handover().window()).max().orElse(0);
      lines.add("  " + TimeLeft.window(window));
    }
    return lines;
  }

  private static String takes(NodeStatus view) {
    NodeStatus.Handover at = view.handover();
    return "%s has %d of its %d partitions, time left %s"
        .formatted(
            view.node(),
            view.copy().owned() - at.lacks(),
            view.copy().owned(),
            TimeLeft.of(at.lacksSeconds()));
  }

  private static String gives(NodeStatus view) {
    NodeStatus.Handover at = view.handover();
    return "%s has %d partitions to give, time left %s"
        .formatted(view.node(), at.left(), TimeLeft.of(at.leftSeconds()));
  }

  /**
   * What waits for one node at all that answered.
   *
   * @param isReached whether any that something waits at reaches it
   * @param capped whether any of them stopped counting, so that there are more
   * @param secondsLeft until the last of them has delivered its part; empty when one stands still
   */
  private record Queue(
      String node,
      boolean isReached,
      long hints,
      boolean capped,
      double perSecond,
      OptionalLong secondsLeft) {
    Queue with(NodeStatus.Member more) {
      OptionalLong its = more.hints() == 0 ? OptionalLong.of(0) : more.hintsSecondsLeft();
      return new Queue(
          node,
          isReached || (more.reachable() && more.hints() > 0),
          hints + more.hints(),
          capped || more.hintsCapped(),
          perSecond + more.hintsPerSecond(),
          secondsLeft.isPresent() && its.isPresent()
              ? OptionalLong.of(Math.max(secondsLeft.getAsLong(), its.getAsLong()))
              : OptionalLong.empty());
    }
  }

  /** For which nodes hints wait, and how fast they leave. */
  ArrayNode waiting() {
    ArrayNode waiting = ConsoleCommand.JSON.createArrayNode();
    for (Queue queue : queues()) {
      ObjectNode one = waiting.addObject().put("for", queue.node).put("count", queue.hints);
      one.put("capped", queue.capped).put("per_second", queue.perSecond);
      one.put("seconds_left", TimeLeft.json(queue.secondsLeft));
    }
    return waiting;
  }

  private List<Queue> queues() {
    Set<String> nodes = new LinkedHashSet<>();
    views.forEach(view -> view.members().forEach(member -> nodes.add(member.node())));
    return nodes.stream()
        .map(
            node ->
                views.stream()
                    .flatMap(view -> view.member(node).stream())
                    .reduce(
                        new Queue(node, false, 0, false, 0, OptionalLong.of(0)),
                        Queue::with,
                        (one, none) -> one))
        .filter(queue -> queue.hints > 0)
        .toList();
  }
}
