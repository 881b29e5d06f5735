package kassa.gateway.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import kassa.gateway.console.Explanation.FactLine;

/**
 * The copies of one order side by side: the disks of the nodes, and the archive. An owner that
 * lacks a fact differs; a node that is no owner may lack all of them, but what it holds must be the
 * same. A holder that left a fact to the archive counts as having it, if the hash is the same.
 *
 * @param copies by holder, in the order they are shown; empty where the holder did not answer
 * @param owners the holders that should have every fact
 */
public record OrderReport(
    String id, Map<String, Optional<List<FactLine>>> copies, List<String> owners, String status) {
  static final String ARCHIVE = "archive";

  /** What the comparison says. */
  enum Finding {
    EQUAL,
    DIFFERENT,
    /** Those that answered are equal; of the rest nothing is known. */
    INCOMPLETE,
    UNKNOWN_ORDER
  }

  /**
   * Compares.
   *
   * @param nodes by node id; empty where the node did not answer
   */
  static OrderReport of(
      String id,
      Map<String, Optional<Explanation>> nodes,
      Optional<List<FactLine>> archive,
      List<String> owners) {
    Map<String, Optional<List<FactLine>>> copies = new LinkedHashMap<>();
    nodes.forEach((node, explained) -> copies.put(node, explained.map(Explanation::facts)));
    copies.put(ARCHIVE, archive);
    List<String> due = new ArrayList<>(owners.isEmpty() ? nodes.keySet() : owners);
    due.add(ARCHIVE);
    String status =
        nodes.values().stream()
            .flatMap(Optional::stream)
            .filter(explained -> !explained.status().equals("-"))
            .max(Comparator.comparingInt(explained -> explained.facts().size()))
            .map(Explanation::status)
            .orElse("-");
    return new OrderReport(id, copies, due, status);
  }

  /** Every fact that any copy holds, in the order of their times, and its hash at each holder. */
  private Map<String, FactLine> facts() {
    TreeMap<String, FactLine> byTime = new TreeMap<>();
    copies.values().stream()
        .flatMap(Optional::stream)
        .flatMap(List::stream)
        .forEach(fact -> byTime.putIfAbsent(fact.time() + " " + fact.dot(), fact));
    Map<String, FactLine> byDot = new LinkedHashMap<>();
    byTime.values().stream()
        .filter(fact -> !fact.evicted())
        .forEach(fact -> byDot.putIfAbsent(fact.dot(), fact));
    byTime.values().forEach(fact -> byDot.putIfAbsent(fact.dot(), fact));
    return byDot;
  }

  Finding finding() {
    Map<String, FactLine> all = facts();
    if (all.isEmpty()) {
      boolean everyoneSaysNo = copies.values().stream().allMatch(Optional::isPresent);
      return everyoneSaysNo ? Finding.UNKNOWN_ORDER : Finding.INCOMPLETE;
    }
    if (!differing().isEmpty()) {
      return Finding.DIFFERENT;
    }
    return silent().isEmpty() ? Finding.EQUAL : Finding.INCOMPLETE;
  }

  private List<String> differing() {
    Map<String, FactLine> all = facts();
    return copies.entrySet().stream()
        .filter(copy -> copy.getValue().isPresent())
        .filter(copy -> differs(copy.getKey(), copy.getValue().get(), all))
        .map(Map.Entry::getKey)
        .toList();
  }

  private boolean differs(String holder, List<FactLine> held, Map<String, FactLine> all) {
    boolean otherHash =
        held.stream()
            .anyMatch(fact -> !all.getOrDefault(fact.dot(), fact).hash().equals(fact.hash()));
    return otherHash
        || (owners.contains(holder)
            && !new TreeSet<>(held.stream().map(FactLine::dot).toList())
                .equals(new TreeSet<>(all.keySet())));
  }

  private List<String> silent() {
    return owners.stream()
        .filter(holder -> copies.getOrDefault(holder, Optional.empty()).isEmpty())
        .toList();
  }

  String verdict() {
    List<String> answered =
        owners.stream().filter(h -> copies.getOrDefault(h, Optional.empty()).isPresent()).toList();
    int count = facts().size();
    String facts = count == 1 ? "1 fact" : count + " facts";
    return switch (finding()) {
      case EQUAL ->
          "EQUAL  %s hold the same %s; status %s."
              .formatted(String.join(", ", answered), facts, status);
      case INCOMPLETE ->
          count == 0
              ? "UNKNOWN  nobody who answered holds a fact of it; %s did not answer."
                  .formatted(String.join(", ", silent()))
              : "INCOMPLETE  %s hold the same %s; %s did not answer; status %s."
                  .formatted(
                      String.join(", ", answered), facts, String.join(", ", silent()), status);
      case DIFFERENT ->
          "DIFFERENT  %s lack or contradict some of the %s; status %s. Handoff repairs it; ask again."
              .formatted(String.join(", ", differing()), facts, status);
      case UNKNOWN_ORDER -> "NOT FOUND  no node and no archive holds a fact of " + id + ".";
    };
  }

  Exit exit() {
    return switch (finding()) {
      case EQUAL -> Exit.OK;
      case UNKNOWN_ORDER -> Exit.NOT_FOUND;
      case DIFFERENT, INCOMPLETE -> Exit.UNHEALTHY;
    };
  }

  TextTable table(boolean wide) {
    List<String> headings = new ArrayList<>(List.of("TIME", "KIND", "DOT"));
    copies
        .keySet()
        .forEach(holder -> headings.add(owners.contains(holder) ? holder : holder + " (no owner)"));
    if (wide) {
      headings.add("DATA");
    }
    TextTable table = TextTable.withHeadings(headings.toArray(String[]::new));
    facts()
        .values()
        .forEach(
            fact -> {
              List<String> cells = new ArrayList<>(List.of(fact.time(), fact.kind(), fact.dot()));
              copies.forEach((holder, copy) -> cells.add(cell(fact, holder, copy)));
              if (wide) {
                cells.add(fact.data());
              }
              table.row(cells);
            });
    return table;
  }

  private String cell(FactLine fact, String holder, Optional<List<FactLine>> copy) {
    if (copy.isEmpty()) {
      return "?";
    }
    Optional<FactLine> held =
        copy.get().stream().filter(line -> line.dot().equals(fact.dot())).findFirst();
    return held.map(
            line ->
                !line.hash().equals(fact.hash()) ? "OTHER HASH" : line.evicted() ? "stub" : "yes")
        .orElse(owners.contains(holder) ? "MISSING" : "-");
  }
}
