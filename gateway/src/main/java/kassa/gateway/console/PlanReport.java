package kassa.gateway.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a change would move, out of several views: each counts what it holds, and counts no further
 * than for a moment. Partitions are about equal, so what nobody counted is told from the rest.
 *
 * @param view the first that could be had
 * @param loads of the partitions that anybody counted who computes the same
 * @param differing nodes that compute another plan, as they know another ring
 */
record PlanReport(PlanView view, Map<Integer, PlanView.Load> loads, List<String> differing) {
  /**
   * @throws Refusal when nobody would make the change
   */
  static PlanReport of(List<Answer<PlanView>> answers) {
    List<PlanView> views =
        Inquiry.someone(answers).stream().flatMap(answer -> answer.value().stream()).toList();
    List<PlanView> planned =
        views.stream().filter(view -> view.answer().outcome().equals("planned")).toList();
    if (planned.isEmpty()) {
      views.forEach(
          view -> {
            var unused = view.answer().isDone();
          });
      throw new Refusal(Exit.NOT_FOUND, "No node that answers knows all of these nodes.");
    }
    PlanView first = planned.get(0);
    Map<Integer, PlanView.Load> loads = new HashMap<>();
    planned.stream()
        .filter(view -> view.era().equals(first.era()) && view.next().equals(first.next()))
        .flatMap(view -> view.moves().stream())
        .forEach(
            move ->
                move.load()
                    .ifPresent(
                        load ->
                            loads.merge(
                                move.partition(),
                                load,
                                (one, other) -> one.facts() >= other.facts() ? one : other)));
    List<String> differing =
        views.stream()
            .filter(view -> !view.era().equals(first.era()) || !view.next().equals(first.next()))
            .map(view -> view.answer().node())
            .filter(node -> !node.isEmpty())
            .toList();
    return new PlanReport(first, loads, differing);
  }

  /** What a node gets or gives. */
  private record Part(int partitions, PlanView.Load load) {}

  private Map<String, Part> parts(Function<PlanView.Move, List<String>> whose) {
    Map<String, Integer> partitions = new TreeMap<>();
    for (PlanView.Move move : view.moves()) {
      whose.apply(move).forEach(node -> partitions.merge(node, 1, Integer::sum));
    }
    Map<String, Part> parts = new TreeMap<>();
    partitions.forEach(
        (node, count) -> {
          List<PlanView.Load> counted =
              view.moves().stream()
                  .filter(move -> whose.apply(move).contains(node))
                  .map(PlanView.Move::partition)
                  .filter(loads::containsKey)
                  .map(loads::get)
                  .toList();
          parts.put(node, new Part(count, estimate(counted, count)));
        });
    return parts;
  }

  private PlanView.Load estimate(List<PlanView.Load> counted, long of) {
    List<PlanView.Load> from = counted.isEmpty() ? List.copyOf(loads.values()) : counted;
    PlanView.Load sum = from.stream().reduce(new PlanView.Load(0, 0), PlanView.Load::plus);
    return from.isEmpty() ? sum : sum.scaled(of, from.size());
  }

  /** Whether every partition that moves was counted by an owner of it. */
  boolean isCounted() {
    return loads.size() == view.moves().size();
  }

  TextTable table() {
    TextTable table =
        TextTable.withHeadings(
            "NODE", ">OWNS", ">THEN", ">PARTITIONS IN", ">OUT", ">FACTS IN", ">SIZE");
    Map<String, Part> in = parts(PlanView.Move::coming);
    Map<String, Part> out = parts(PlanView.Move::going);
    Part none = new Part(0, new PlanView.Load(0, 0));
    for (PlanView.Share share : view.shares()) {
      Part gets = in.getOrDefault(share.node(), none);
      table.row(
          share.node(),
          percent(share.before()),
          percent(share.after()),
          Integer.toString(gets.partitions()),
          Integer.toString(out.getOrDefault(share.node(), none).partitions()),
          about(Long.toString(gets.load().facts())),
          about(size(gets.load().bytes())));
    }
    return table;
  }

  /**
   * @param joining sentences about who is
   * @param next what to type then; may be empty
   */
  Verdict verdict(List<String> joining, String next) {
    PlanView.Load all =
        parts(PlanView.Move::coming).values().stream()
            .map(Part::load)
            .reduce(new PlanView.Load(0, 0), PlanView.Load::plus);
    String moves =
        view.moves().isEmpty()
            ? "Nothing moves."
            : "%d of %d partitions get other owners; to hand over: %s facts, %s."
                .formatted(
                    view.moves().size(),
                    view.partitions(),
                    about(Long.toString(all.facts())),
                    about(size(all.bytes())));
    List<String> findings = new ArrayList<>(List.of(moves));
    findings.addAll(joining);
    if (differing.isEmpty()) {
      return new Verdict(Verdict.Level.OK, findings, next);
    }
    String others = String.join(", ", differing);
    findings.add(1, "By %s; %s see another ring.".formatted(view.answer().node(), others));
    return new Verdict(Verdict.Level.DEGRADED, findings, "./kassa ring status");
  }

  private String about(String amount) {
    if (isCounted()) {
      return amount;
    }
    return loads.isEmpty() ? "?" : "~" + amount;
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", share * 100);
  }

  private static String size(long bytes) {
    return bytes < 1 << 20 ? bytes + " B" : DiskReport.size(bytes);
  }

  ObjectNode json(List<RosterStep> steps) {
    ObjectNode json = ConsoleCommand.JSON.createObjectNode();
    ArrayNode changes = json.putArray("changes");
    steps.forEach(step -> changes.add(step.body()));
    json.put("counted", isCounted()).put("partitions", view.partitions());
    json.put("era", view.era()).put("next", view.next());
    Map<String, Part> in = parts(PlanView.Move::coming);
    Map<String, Part> out = parts(PlanView.Move::going);
    Part none = new Part(0, new PlanView.Load(0, 0));
    ArrayNode nodes = json.putArray("nodes");
    for (PlanView.Share share : view.shares()) {
      Part gets = in.getOrDefault(share.node(), none);
      nodes
          .addObject()
          .put("node", share.node())
          .put("before", share.before())
          .put("after", share.after())
          .put("partitions_in", gets.partitions())
          .put("partitions_out", out.getOrDefault(share.node(), none).partitions())
          .put("facts_in", gets.load().facts())
          .put("bytes_in", gets.load().bytes());
    }
    ArrayNode moves = json.putArray("moves");
    for (PlanView.Move move : view.moves()) {
      ObjectNode one = moves.addObject().put("partition", move.partition());
      move.coming().forEach(one.putArray("coming")::add);
      move.going().forEach(one.putArray("going")::add);
      PlanView.Load load = loads.get(move.partition());
      one.put("facts", load == null ? null : load.facts());
      one.put("bytes", load == null ? null : load.bytes());
    }
    differing.forEach(json.putArray("differing")::add);
    return json;
  }
}
