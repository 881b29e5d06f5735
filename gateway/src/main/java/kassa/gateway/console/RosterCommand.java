package kassa.gateway.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Changes the ring: tells the first node that answers, and waits until all know. To tell the next
 * node the same when one is silent is no harm.
 */
abstract class RosterCommand extends ConsoleCommand {
  static final String ROSTER = "/ops/ring/roster";
  private static final String PLAN = "kassa.ring.plan/v1";

  RosterCommand(KassaCommand root) {
    super(root);
  }

  /**
   * @throws Refusal when nobody answers
   */
  final RosterReport roster() {
    return RosterReport.of(Inquiry.someone(rosters()));
  }

  private List<Answer<RosterView>> rosters() {
    return root().ops().ask(root().endpoints(), ROSTER, RosterView::from);
  }

  /**
   * Shows what changes would move.
   *
   * @param next what to type then; may be empty
   */
  final Exit plan(List<RosterStep> steps, String next) {
    if (steps.isEmpty()) {
      return nothing();
    }
    List<Answer<PlanView>> answers =
        root().ops().ask(root().endpoints(), RosterStep.planPath(steps), PlanView::from);
    PlanReport report = PlanReport.of(answers);
    Verdict verdict = report.verdict(joining(), next);
    if (json()) {
      ObjectNode data = report.json(steps);
      data.set("silent", Inquiry.silent(answers));
      print(PLAN, null, data);
    } else {
      print(report.table());
      Inquiry.printSilent(out(), answers);
      out().println(coloured(verdict.line()));
      if (!verdict.next().isEmpty()) {
        out().println("Next: " + verdict.next());
      }
    }
    return verdict.exit(root().strict());
  }

  /** Who is joining, and how much of the plan each has fetched already. */
  private List<String> joining() {
    List<NodeStatus> views =
        root().ops().statuses(root().endpoints()).stream()
            .flatMap(answer -> answer.value().stream())
            .toList();
    return new HandoverReport(views).joining();
  }

  private Exit nothing() {
    if (json()) {
      ObjectNode data = JSON.createObjectNode();
      data.putArray("changes");
      print(PLAN, null, data);
    } else {
      out().println(coloured("OK  Nobody is joining: nothing would change."));
    }
    return Exit.OK;
  }

  /**
   * Makes changes, one after the other, and says who knows of them.
   *
   * @param next what to type then
   */
  final Exit change(List<RosterStep> steps, String next) throws InterruptedException {
    tell(steps);
    Predicate<RosterView> knows = view -> steps.stream().allMatch(step -> step.isKnownBy(view));
    Spread<RosterView> spread =
        Spread.await(this::rosters, RosterView::node, knows, root().timeout);
    Verdict verdict = spread.verdict("they go by the ring before", next, "./kassa ring status");
    if (json()) {
      print("kassa.ring.change/v1", null, data(steps, spread));
    } else {
      out().println(RosterStep.done(steps) + ".");
      Inquiry.printSilent(out(), spread.answers());
      out().println(coloured(verdict.line()));
      out().println("Next: " + verdict.next());
    }
    return verdict.exit(root().strict());
  }

  private void tell(List<RosterStep> steps) {
    for (int i = 0; i < steps.size(); i++) {
      try {
        tell(steps.get(i));
      } catch (Refusal no) {
        String done = i == 0 ? "" : "Done before: " + RosterStep.done(steps.subList(0, i)) + ". ";
        throw new Refusal(no.exit(), done + no.getMessage());
      }
    }
  }

  private void tell(RosterStep step) {
    OpsHttpClient ops = root().ops();
    List<Answer<RosterAnswer>> answers = new ArrayList<>();
    for (Endpoint endpoint : othersFirst(step.node())) {
      Answer<RosterAnswer> answer =
          ops.tell(endpoint, "/ops/ring/changes", step.body(), RosterAnswer::from);
      answers.add(answer);
      if (answer.value().isPresent() && answer.value().get().isDone()) {
        return;
      }
    }
    Inquiry.someone(answers);
    throw notFound(step.node());
  }

  /** A node that lost its disk knows less of itself than others do. */
  private List<Endpoint> othersFirst(String node) {
    return rosters().stream()
        .sorted(Comparator.comparing(a -> a.value().filter(v -> v.node().equals(node)).isPresent()))
        .map(Answer::endpoint)
        .toList();
  }

  /** A node that somebody knows. */
  static String known(RosterReport roster, String node) {
    if (roster.seat(node).isEmpty()) {
      throw notFound(node);
    }
    return node;
  }

  static Refusal notFound(String node) {
    return new Refusal(
        Exit.NOT_FOUND, "No node that answers knows " + node + " (see ring status -o wide).");
  }

  private static ObjectNode data(List<RosterStep> steps, Spread<RosterView> spread) {
    ObjectNode data = JSON.createObjectNode();
    ArrayNode changes = data.putArray("changes");
    steps.forEach(step -> changes.add(step.body()));
    spread.knowing().forEach(data.putArray("known_by")::add);
    spread.unaware().forEach(data.putArray("not_yet_by")::add);
    data.set("silent", Inquiry.silent(spread.answers()));
    return data;
  }
}
