package kassa.gateway.console;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One picture out of several views, which may contradict each other during a cut: a row for every
 * member that anybody names, and what follows for those who sell. Needs at least one view.
 *
 * @param views what each answering node says, in the order they were asked
 * @param rows the members, who own everything
 * @param others who is or was in the ring besides
 * @param asked how many endpoints were asked
 */
public record RingReport(
    List<NodeStatus> views, List<Row> rows, List<Row> others, int asked, List<Endpoint> silent) {

  /**
   * A member of the ring.
   *
   * @param member as the first view names it
   * @param phase up, unless a roster says something else
   * @param own what it says itself, if it answered
   * @param unreachableFrom the answering nodes that do not reach it
   * @param since the earliest time at which one of those lost it, and how long ago by its clock
   * @param hints what waits for it at the answering nodes together
   */
  record Row(
      NodeStatus.Member member,
      String phase,
      Optional<NodeStatus> own,
      List<String> unreachableFrom,
      List<String> reachableFrom,
      Optional<Lost> since,
      long hints,
      Optional<Duration> oldestHint) {

    /** Whether it is out of the ring, unless it comes in anew. */
    boolean isGone() {
      return phase.equals("left") || phase.equals("dead");
    }

    boolean up() {
      return own.isPresent() || (!reachableFrom.isEmpty() && unreachableFrom.isEmpty());
    }
  }

  /** When a node was lost from sight, and how long that is by the clock of who lost it. */
  record Lost(Instant at, Duration ago) {}

  public static RingReport of(List<Answer<NodeStatus>> answers) {
    return of(answers, new RosterReport(List.of()));
  }

  static RingReport of(List<Answer<NodeStatus>> answers, RosterReport roster) {
    List<NodeStatus> views = answers.stream().flatMap(answer -> answer.value().stream()).toList();
    if (views.isEmpty()) {
      throw new IllegalArgumentException("no view, no report");
    }
    Map<String, NodeStatus.Member> members = new TreeMap<>(byNameThenNumber());
    views.forEach(view -> view.members().forEach(m -> members.putIfAbsent(m.node(), m)));
    List<Endpoint> silent =
        answers.stream().filter(a -> a.value().isEmpty()).map(Answer::endpoint).toList();
    return new RingReport(
        views,
        members.values().stream().map(member -> row(member, views, roster)).toList(),
        roster.seats().stream()
            .filter(seat -> !members.containsKey(seat.node()))
            .map(seat -> bystander(seat, views, roster))
            .toList(),
        answers.size(),
        silent);
  }

  private static Row bystander(RosterView.Seat seat, List<NodeStatus> views, RosterReport roster) {
    return new Row(
        new NodeStatus.Member(
            seat.node(),
            seat.zone(),
            seat.http(),
            seat.management(),
            0,
            false,
            Optional.empty(),
            Optional.empty(),
            0,
            Optional.empty(),
            false,
            0,
            OptionalLong.empty()),
        seat.phase(),
        views.stream().filter(view -> view.node().equals(seat.node())).findFirst(),
        roster.whoReaches(seat.node(), false),
        roster.whoReaches(seat.node(), true),
        Optional.empty(),
        0,
        Optional.empty());
  }

  private static Row row(NodeStatus.Member member, List<NodeStatus> views, RosterReport roster) {
    List<String> unreachableFrom = new ArrayList<>();
    List<String> reachableFrom = new ArrayList<>();
    List<Lost> losses = new ArrayList<>();
    List<Duration> waiting = new ArrayList<>();
    long hints = 0;
    for (NodeStatus view : views) {
      Optional<NodeStatus.Member> seen = view.member(member.node());
      if (seen.isEmpty()) {
        continue;
      }
      hints += seen.get().hints();
      seen.get().oldestHint().ifPresent(at -> waiting.add(Duration.between(at, view.now())));
      if (view.node().equals(member.node())) {
        continue;
      }
      (seen.get().reachable() ? reachableFrom : unreachableFrom).add(view.node());
      if (!seen.get().reachable()) {
        seen.get()
            .since()
            .ifPresent(at -> losses.add(new Lost(at, Duration.between(at, view.now()))));
      }
    }
    return new Row(
        member,
        roster.seat(member.node()).map(RosterView.Seat::phase).orElse("up"),
        views.stream().filter(view -> view.node().equals(member.node())).findFirst(),
        List.copyOf(unreachableFrom),
        List.copyOf(reachableFrom),
        losses.stream().min(Comparator.comparing(Lost::at)),
        hints,
        waiting.stream().max(Comparator.naturalOrder()));
  }

  /** n2 before n10. */
  private static Comparator<String> byNameThenNumber() {
    return Comparator.comparing((String id) -> id.replaceAll("[0-9]+$", ""))
        .thenComparing(String::length)
        .thenComparing(Comparator.naturalOrder());
  }

  private NodeStatus first() {
    return views.get(0);
  }

  public long hints() {
    return rows.stream().mapToLong(Row::hints).sum();
  }

  private Map<String, List<String>> descriptors() {
    return views.stream()
        .collect(
            Collectors.groupingBy(
                NodeStatus::descriptor,
                LinkedHashMap::new,
                Collectors.mapping(NodeStatus::node, Collectors.toList())));
  }

  String heading() {
    Map<String, List<String>> descriptors = descriptors();
    String agreement =
        descriptors.size() == 1
            ? "descriptor agreed by " + views.size() + " of " + views.size() + " reachable"
            : "descriptors DIFFER: "
                + descriptors.entrySet().stream()
                    .map(held -> String.join(", ", held.getValue()) + " hold " + held.getKey())
                    .collect(Collectors.joining("; "));
    return "kassa %s · %d partitions · N=%d W=%d R=%d · %s"
        .formatted(
            first().ring(), first().partitions(), first().n(), first().w(), first().r(), agreement);
  }

  TextTable table(boolean wide) {
    List<String> headings =
        new ArrayList<>(
            List.of(
                "--",
                "NODE",
                "HTTP",
                "ZONE",
                "OWNS",
                "SEES",
                ">HINTS FOR IT",
                ">OLDEST",
                ">UNARCHIVED",
                "UP"));
    if (wide) {
      headings.addAll(
          List.of(
              "MANAGEMENT",
              "CLUSTER",
              "CLOCK",
              "DESCRIPTOR",
              "ARCHIVE",
              "ACQUIRER",
              "INCARNATION"));
    }
    TextTable table = TextTable.withHeadings(headings.toArray(String[]::new));
    List<Row> all = new ArrayList<>(rows);
    others.stream().filter(row -> wide || !row.isGone()).forEach(all::add);
    for (Row row : all) {
      List<String> cells = new ArrayList<>(narrow(row));
      if (wide) {
        cells.add(row.member().management());
        cells.add(row.own().map(NodeStatus::clusterStatus).orElse("-"));
        cells.add(row.own().map(own -> own.clock().isEmpty() ? "ok" : "OFF").orElse("-"));
        cells.add(row.own().map(NodeStatus::descriptor).orElse("-"));
        cells.add(row.own().map(own -> own.archiveReachable() ? "yes" : "NO").orElse("-"));
        cells.add(row.own().map(own -> own.acquirerConnected() ? "yes" : "NO").orElse("-"));
        cells.add(row.own().map(NodeStatus::incarnation).orElse("-"));
      }
      table.row(cells);
    }
    return table;
  }

  private List<String> narrow(Row row) {
    return List.of(
        (row.up() ? "U" : "D") + standing(row),
        row.member().node(),
        row.member().http(),
        row.member().zone(),
        String.format(Locale.ROOT, "%.1f%%", row.member().owns() * 100),
        row.own().map(own -> own.sees() + "/" + rows.size()).orElse("-"),
        Long.toString(row.hints()),
        row.oldestHint().map(Age::of).orElse("-"),
        row.own().map(own -> Long.toString(own.unarchived())).orElse("-"),
        row.own()
            .map(own -> Age.of(Duration.between(own.startedAt(), own.now())))
            .orElseGet(
                () ->
                    row.since()
                        .map(lost -> "down " + Age.of(lost.ago()))
                        .orElse(
                            row.isGone() ? row.phase() : row.up() ? "not asked" : "no answer")));
  }

  /** By its phase; N for whoever owns a share as it should. */
  private static String standing(Row row) {
    return switch (row.phase()) {
      case "joining" -> "J";
      case "leaving" -> "L";
      case "left", "dead" -> "-";
      default -> row.own().map(RingReport::standing).orElse("N");
    };
  }

  /**
   * As in Cassandra's nodetool: N for a normal member, J for one that joins; F for one that fills.
   */
  private static String standing(NodeStatus own) {
    if (!own.copy().isComplete()) {
      return "F";
    }
    return switch (own.clusterStatus()) {
      case "joining" -> "J";
      case "none" -> "-";
      default -> "N";
    };
  }

  /**
   * What follows.
   *
   * @param zone for the times of day in the sentences
   */
  public Verdict verdict(ZoneId zone) {
    List<String> findings = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    int w = first().w();
    long best = views.stream().mapToLong(NodeStatus::places).max().orElse(0);
    Verdict.Level level = Verdict.Level.OK;
    String next = "";

    List<Row> missing =
        rows.stream().filter(row -> !row.up() || !row.unreachableFrom().isEmpty()).toList();
    for (Row row : missing) {
      level = Verdict.Level.DEGRADED;
      findings.add(missing(row, zone));
      next =
          "./kassa hints list --for "
              + missing.get(0).member().node()
              + " · runbook: docs in gateway/README.md#node-down";
    }
    if (descriptors().size() > 1) {
      level = Verdict.Level.DEGRADED;
      notes.add(
          "Nodes hold different ring descriptors: a change has not come to all yet, or their"
              + " configurations differ.");
    }
    List<String> refusing = named(view -> view.places() < w);
    List<String> leaning = named(view -> view.sees() < w && view.places() >= w);
    if (best < w) {
      level = Verdict.Level.UNHEALTHY;
      findings.add(
          "Orders are refused with 503 (W=%d, %d in sight): nothing happens to them."
              .formatted(w, best));
      next = "./kassa chaos status · runbook: docs in gateway/README.md#too-few-replicas";
    } else {
      findings.add("Orders are accepted (W=" + w + ");");
      if (!refusing.isEmpty()) {
        level = Verdict.Level.DEGRADED;
        notes.add("Not by " + String.join(", ", refusing) + ", alone on its side of a cut.");
      }
      if (!leaning.isEmpty()) {
        level = Verdict.Level.DEGRADED;
        notes.add(
            "By %s with the archive as the last place: do not lose it now."
                .formatted(String.join(", ", leaning)));
      }
    }
    findings.add(
        hints() == 1
            ? "1 hint waits; nothing is lost."
            : hints() + " hints wait; nothing is lost.");

    List<String> clocks = new ClockReport(views).sentences();
    if (!clocks.isEmpty()) {
      level = worse(level, Verdict.Level.DEGRADED);
      notes.addAll(clocks);
      next = next.isEmpty() ? ClockReport.NEXT : next;
    }
    DiskReport disks = new DiskReport(views);
    if (!disks.sentences().isEmpty()) {
      boolean full = disks.isFull();
      level = worse(level, full ? Verdict.Level.UNHEALTHY : Verdict.Level.DEGRADED);
      notes.addAll(disks.sentences());
      if (full) {
        notes.add("New orders are refused with 503 no_room: nothing happens to them.");
      }
      next = next.isEmpty() ? DiskReport.NEXT : next;
    }
    List<String> drained = named(view -> view.draining().on());
    if (!drained.isEmpty()) {
      level = worse(level, Verdict.Level.DEGRADED);
      notes.add(
          "No new orders begin at %s: to be stopped, by node drain."
              .formatted(String.join(", ", drained)));
      next = next.isEmpty() ? "./kassa node drain %s --undo".formatted(drained.get(0)) : next;
    }
    for (NodeStatus view : views) {
      if (!view.copy().isComplete() && !HandoverReport.isTakingOver(view)) {
        level = worse(level, Verdict.Level.DEGRADED);
        notes.add(incomplete(view));
      }
    }

    HandoverReport handover = new HandoverReport(views);
    if (handover.goesOn()) {
      notes.add(handover.sentence());
    }
    List<String> joining = handover.joining();
    if (!joining.isEmpty()) {
      notes.addAll(joining);
      next = next.isEmpty() ? "./kassa ring plan" : next;
    }

    List<String> unarchiving = named(view -> !view.archiveReachable());
    if (!unarchiving.isEmpty()) {
      level = worse(level, Verdict.Level.DEGRADED);
      notes.add(
          "The archive does not answer %s; %d facts wait for it."
              .formatted(
                  String.join(", ", unarchiving),
                  views.stream().mapToLong(NodeStatus::unarchived).sum()));
    }
    List<String> cardless = named(view -> !view.acquirerConnected());
    if (!cardless.isEmpty()) {
      boolean all = cardless.size() == views.size();
      level = worse(level, all ? Verdict.Level.UNHEALTHY : Verdict.Level.DEGRADED);
      notes.add(
          "The acquirer is away from "
              + String.join(", ", cardless)
              + (all ? ": cards are not authorized." : "."));
    }
    if (level == Verdict.Level.OK) {
      findings.add(0, "%d of %d nodes are up.".formatted(rows.size(), rows.size()));
    }
    findings.addAll(notes);
    return new Verdict(level, findings, next);
  }

  private static String incomplete(NodeStatus view) {
    NodeStatus.Copy copy = view.copy();
    return copy.standing().equals("replaced")
        ? "%s lost its disk and is refilled: %d of %d partitions are complete."
            .formatted(view.node(), copy.complete(), copy.owned())
        : "%s does not count for reads before all members were up together once."
            .formatted(view.node());
  }

  private List<String> named(java.util.function.Predicate<NodeStatus> which) {
    return views.stream().filter(which).map(NodeStatus::node).toList();
  }

  private static String missing(Row row, ZoneId zone) {
    String node = row.member().node();
    if (row.unreachableFrom().isEmpty()) {
      return row.reachableFrom().isEmpty()
          ? node + " does not answer."
          : "%s does not answer here; %s still count on it."
              .formatted(node, String.join(", ", row.reachableFrom()));
    }
    String since =
        row.since()
            .map(
                lost ->
                    " since "
                        + DateTimeFormatter.ofPattern("HH:mm:ss").withZone(zone).format(lost.at()))
            .orElse("");
    return "%s is unreachable from %s%s.%s"
        .formatted(
            node,
            String.join(", ", row.unreachableFrom()),
            since,
            row.own().isPresent() ? " It answers here: a cut?" : "");
  }

  private static Verdict.Level worse(Verdict.Level one, Verdict.Level other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
