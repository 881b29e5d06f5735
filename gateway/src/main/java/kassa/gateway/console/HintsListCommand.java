package kassa.gateway.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    description = "Facts that wait at each node for another one; -o wide shows them singly.")
final class HintsListCommand extends Inquiry {
  @Option(names = "--for", paramLabel = "NODE", description = "Only what waits for this node.")
  String destination = "";

  @Option(
      names = "--limit",
      paramLabel = "COUNT",
      description = "At most so many single hints per node.")
  int limit = 100;

  HintsListCommand(KassaCommand root) {
    super(root);
  }

  @Override
  Exit ask() {
    String path =
        RingOwnersCommand.path(
            "/ops/hints?limit=" + limit + (destination.isEmpty() ? "" : "&for="), destination);
    List<Answer<HintsView>> answers =
        someone(root().ops().ask(root().endpoints(), path, HintsView::from));
    if (json()) {
      ObjectNode data = JSON.createObjectNode();
      data.putArray("views");
      answers.forEach(
          answer -> answer.value().ifPresent(view -> put(data, answer.endpoint(), view)));
      data.set("silent", silent(answers));
      print("kassa.hints.list/v1", null, data);
      return Exit.OK;
    }
    Instant now = root().surroundings().clock().instant();
    print(wide() ? singly(answers, now) : byDestination(answers, now));
    printSilent(answers);
    long waiting =
        answers.stream()
            .flatMap(answer -> answer.value().stream())
            .flatMap(view -> view.destinations().stream())
            .filter(this::wanted)
            .mapToLong(HintsView.Destination::count)
            .sum();
    out()
        .println(
            waiting == 0
                ? "OK  no hint waits."
                : waiting + " hints wait; they leave when their node is back. " + window(answers));
    return Exit.OK;
  }

  private static String window(List<Answer<HintsView>> answers) {
    return TimeLeft.window(
        answers.stream()
            .flatMap(answer -> answer.value().stream())
            .mapToLong(HintsView::window)
            .max()
            .orElse(0));
  }

  private boolean wanted(HintsView.Destination one) {
    return destination.isEmpty() || one.node().equals(destination);
  }

  private TextTable byDestination(List<Answer<HintsView>> answers, Instant now) {
    TextTable table =
        TextTable.withHeadings("AT", "FOR", ">HINTS", ">OLDEST", ">PER SECOND", ">TIME LEFT");
    for (Answer<HintsView> answer : answers) {
      answer
          .value()
          .ifPresent(
              view ->
                  view.destinations().stream()
                      .filter(this::wanted)
                      .forEach(
                          one ->
                              table.row(
                                  answer.endpoint().toString(),
                                  one.node(),
                                  one.count() + (one.capped() ? "+" : ""),
                                  Age.since(one.oldest(), now),
                                  TimeLeft.rate(one.perSecond()),
                                  timeLeft(one))));
    }
    return table;
  }

  private static String timeLeft(HintsView.Destination one) {
    return one.count() == 0 ? "-" : TimeLeft.of(one.secondsLeft(), one.capped());
  }

  private static TextTable singly(List<Answer<HintsView>> answers, Instant now) {
    TextTable table = TextTable.withHeadings("AT", "FOR", "KEY", "DOT", "KIND", ">AGE");
    for (Answer<HintsView> answer : answers) {
      answer
          .value()
          .ifPresent(
              view ->
                  view.hints()
                      .forEach(
                          hint ->
                              table.row(
                                  answer.endpoint().toString(),
                                  hint.node(),
                                  hint.key(),
                                  hint.dot(),
                                  hint.kind(),
                                  Age.since(hint.recordedAt(), now))));
    }
    return table;
  }

  private static void put(ObjectNode data, Endpoint endpoint, HintsView view) {
    ObjectNode json = data.withArray("/views").addObject().put("endpoint", endpoint.toString());
    json.put("window_seconds", view.window());
    json.putArray("destinations");
    view.destinations()
        .forEach(
            one -> {
              ObjectNode put = json.withArray("/destinations").addObject();
              put.put("for", one.node()).put("count", one.count()).put("capped", one.capped());
              put.put("oldest", one.oldest().map(Instant::toString).orElse(null));
              put.put("per_second", one.perSecond());
              put.put("seconds_left", TimeLeft.json(one.secondsLeft()));
            });
    json.putArray("hints");
    view.hints()
        .forEach(
            hint -> {
              ObjectNode put = json.withArray("/hints").addObject();
              put.put("for", hint.node()).put("key", hint.key()).put("dot", hint.dot());
              put.put("kind", hint.kind());
              put.put("recorded_at", hint.recordedAt().map(Instant::toString).orElse(null));
            });
  }
}
