package kassa.gateway.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kassa.gateway.verify.DiskWalk;
import kassa.gateway.verify.FactsPage;
import kassa.gateway.verify.MergedWalk;

/**
 * Reads the disks of nodes, and through any of them the archive. It remembers who fell silent, and
 * does not ask an archive again that no node could read: each question would cost a whole deadline.
 */
final class RingScan {
  /** Named in one question; a node takes no more. */
  static final int KEYS = 16;

  private final OpsHttpClient ops;
  private final Map<String, Endpoint> nodes;
  private final Map<String, String> silent = new LinkedHashMap<>();
  private final List<DiskWalk> walks = new ArrayList<>();
  private boolean archiveAway;
  private int turn;

  /**
   * @param nodes by id, where they answer
   */
  RingScan(OpsHttpClient ops, Map<String, Endpoint> nodes) {
    this.ops = ops;
    this.nodes = new LinkedHashMap<>(nodes);
    nodes.forEach(
        (node, endpoint) -> walks.add(new DiskWalk(node, cursor -> page(node, endpoint, cursor))));
  }

  private Optional<FactsPage> page(String node, Endpoint endpoint, Optional<String> cursor) {
    Answer<FactsPage> answer =
        ask(endpoint, "/ops/facts" + cursor.map(c -> "?from=" + c).orElse(""));
    if (answer instanceof Answer.Silent<FactsPage> none) {
      silent.put(node, none.why());
    }
    return answer.value();
  }

  MergedWalk walk() {
    return new MergedWalk(walks);
  }

  /** What each node holds of some keys; less than all nodes when one does not answer. */
  List<FactsPage> disks(List<String> keys) {
    String path = "/ops/facts?keys=" + String.join(",", keys);
    return ops.ask(List.copyOf(nodes.values()), path, FactsPage::from).stream()
        .flatMap(answer -> answer.value().stream())
        .toList();
  }

  /** What the archive holds of them; the nodes are asked in turn. */
  Optional<FactsPage> archive(List<String> keys) {
    List<Endpoint> endpoints = List.copyOf(nodes.values());
    String path = "/ops/archive/facts?keys=" + String.join(",", keys);
    for (int i = 0; i < endpoints.size() && !archiveAway; i++) {
      turn = (turn + 1) % endpoints.size();
      Optional<FactsPage> page = ask(endpoints.get(turn), path).value();
      if (page.isPresent() && page.get().away().isEmpty()) {
        return page;
      }
    }
    archiveAway = true;
    return Optional.empty();
  }

  private Answer<FactsPage> ask(Endpoint endpoint, String path) {
    return ops.ask(List.of(endpoint), path, FactsPage::from).get(0);
  }

  /** Who was not read to the end, and why. */
  Map<String, String> silent() {
    return Map.copyOf(silent);
  }
}
