package kassa.gateway.console;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import kassa.gateway.console.ArchivePage.Gap;

/**
 * The disks of the nodes against the archive. What is not there and owed by some node is late; what
 * nobody owes is missing, and would be lost with the disks.
 */
final class ArchiveReport {
  private final Map<String, Tally> nodes = new LinkedHashMap<>();
  private final Map<String, Map<String, Missing>> suspects = new TreeMap<>();
  private boolean capped;

  /** What was compared of one node's disk. */
  static final class Tally {
    private long keys;
    private long facts;
    private long owed;

    long keys() {
      return keys;
    }

    long facts() {
      return facts;
    }

    long owed() {
      return owed;
    }
  }

  /**
   * @param at the nodes whose disks hold it
   */
  record Missing(Gap gap, Set<String> at) {}

  /** A page of a node's disk was compared. */
  void add(ArchivePage page, int most) {
    Tally tally = nodes.computeIfAbsent(page.node(), node -> new Tally());
    tally.keys += page.keys();
    tally.facts += page.facts();
    for (Gap gap : page.gaps()) {
      if (gap.isLate()) {
        tally.owed++;
      } else if (suspects.containsKey(gap.key()) || suspects.size() < most) {
        suspects
            .computeIfAbsent(gap.key(), key -> new TreeMap<>())
            .computeIfAbsent(gap.dot(), dot -> new Missing(gap, new TreeSet<>()))
            .at()
            .add(page.node());
      } else {
        capped = true;
      }
    }
  }

  /** The keys that have to be looked at again, at every node: another one may owe the fact. */
  List<String> suspects() {
    return List.copyOf(suspects.keySet());
  }

  /**
   * All nodes looked at a suspect again. Whether a node owes it and whether the archive has it was
   * seen at different moments at each, so one good word is enough.
   */
  void lookedAgain(String key, Collection<ArchivePage> pages) {
    Map<String, Missing> facts = suspects.getOrDefault(key, new TreeMap<>());
    for (ArchivePage page : pages) {
      page.gaps().stream().filter(Gap::isLate).forEach(gap -> facts.remove(gap.dot()));
      facts.values().removeIf(m -> m.gap().isMissing() && page.archived().contains(m.gap().dot()));
    }
    if (facts.isEmpty()) {
      suspects.remove(key);
    }
  }

  Map<String, Tally> nodes() {
    return nodes;
  }

  List<Missing> missing() {
    return suspects.values().stream().flatMap(facts -> facts.values().stream()).toList();
  }

  /** Whether more was missing than is listed. */
  boolean capped() {
    return capped;
  }

  /**
   * @param silent how many nodes were not compared, or not to the end
   */
  Verdict verdict(int silent) {
    List<String> findings = new ArrayList<>();
    Verdict.Level level = Verdict.Level.OK;
    String next = "";
    List<Missing> missing = missing();
    long facts = nodes.values().stream().mapToLong(Tally::facts).sum();
    long owed = nodes.values().stream().mapToLong(Tally::owed).sum();
    if (missing.isEmpty()) {
      findings.add(
          "%d copies of facts on %d nodes, %s."
              .formatted(
                  facts,
                  nodes.size(),
                  owed == 0
                      ? "all in the archive"
                      : "all in the archive but " + owed + " on their way"));
    } else {
      level = Verdict.Level.UNHEALTHY;
      findings.add(
          "Facts that the archive lacks and nobody owes: %d, of orders: %d%s."
              .formatted(missing.size(), suspects.size(), capped ? ", and more" : ""));
      next = "./kassa archive replay --since " + earliest(missing).orElse("TIME");
    }
    if (silent > 0) {
      level = level == Verdict.Level.OK ? Verdict.Level.DEGRADED : level;
      findings.add(silent + " did not answer to the end: what only they hold was not compared.");
    }
    return new Verdict(level, findings, next);
  }

  private static Optional<String> earliest(List<Missing> missing) {
    return missing.stream().map(m -> m.gap().time()).min(String::compareTo);
  }
}
