package kassa.gateway.console;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is wrong with the clocks of the ring.
 *
 * @param views what each answering node says
 */
record ClockReport(List<NodeStatus> views) {
  static final String NEXT =
      "chronyc tracking, on that node · runbook: docs in gateway/README.md#a-nodes-clock-is-off";

  /** Empty when all clocks are right, as far as anybody knows. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    for (NodeStatus view : views) {
      view.clock().ifPresent(skew -> sentences.add(off(view.node(), skew)));
    }
    sentences.addAll(apart());
    return sentences;
  }

  private static String off(String node, NodeStatus.Skew skew) {
    return "The clock of %s is %s %s %s: other nodes are the home of its orders until it is right."
        .formatted(
            node,
            seconds(skew.ahead()),
            skew.ahead() < 0 ? "behind" : "ahead of",
            String.join(", ", skew.witnesses()));
  }

  /** Two clocks that differ and are not off, as far as anybody says: one of them is. */
  private Collection<String> apart() {
    Map<List<String>, String> apart = new LinkedHashMap<>();
    for (NodeStatus view : views) {
      for (NodeStatus.Member peer : view.members()) {
        long ahead = peer.clockAhead().orElse(0L);
        if (peer.reachable()
            && Math.abs(ahead) > view.clockBound()
            && !isOff(view.node())
            && !isOff(peer.node())) {
          List<String> pair = Stream.of(view.node(), peer.node()).sorted().toList();
          String sentence = "The clocks of %s are %s apart.";
          apart.putIfAbsent(pair, sentence.formatted(String.join(" and ", pair), seconds(ahead)));
        }
      }
    }
    return apart.values();
  }

  private boolean isOff(String node) {
    return views.stream().anyMatch(v -> v.node().equals(node) && v.clock().isPresent());
  }

  private static String seconds(long milliseconds) {
    return String.format(Locale.ROOT, "%.1f s", Math.abs(milliseconds) / 1_000.0);
  }
}
