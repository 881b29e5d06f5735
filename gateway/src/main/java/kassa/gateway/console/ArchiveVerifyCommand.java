package kassa.gateway.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
    name = "verify",
    description =
        "Compares every node's disk with the archive. Ends with 10 when facts are missing there"
            + " that no outbox owes.")
final class ArchiveVerifyCommand extends Inquiry {
  private static final String PATH = "/ops/archive/verify";

  /** More orders than this are not listed: who has lost the archive need not read all of it. */
  private static final int MOST = 1_000;

  ArchiveVerifyCommand(KassaCommand root) {
    super(root);
  }

  @Override
  Exit ask() {
    OpsHttpClient ops = root().ops();
    ArchiveReport report = new ArchiveReport();
    List<Answer<ArchivePage>> last =
        someone(root().endpoints().stream().map(node -> walk(ops, node, report)).toList());
    for (String key : report.suspects()) {
      report.lookedAgain(key, again(ops, key));
    }
    Verdict verdict = report.verdict(silent(last).size());
    if (json()) {
      ObjectNode data = data(report, verdict);
      data.set("silent", silent(last));
      print("kassa.archive.verify/v1", null, data);
    } else {
      print(nodes(report));
      if (!report.missing().isEmpty()) {
        print(missing(report));
      }
      printSilent(last);
      out().println(coloured(verdict.line()));
      if (!verdict.next().isEmpty()) {
        out().println("Next: " + verdict.next());
      }
    }
    return verdict.exit(root().strict());
  }

  /** Page by page to the end of its disk; the last answer, or the silence that ended it. */
  private static Answer<ArchivePage> walk(OpsHttpClient ops, Endpoint node, ArchiveReport report) {
    Optional<String> from = Optional.empty();
    while (true) {
      String path = PATH + from.map(cursor -> "?from=" + cursor).orElse("");
      Answer<ArchivePage> answer = ops.ask(List.of(node), path, ArchivePage::from).get(0);
      if (answer.value().isEmpty()) {
        return answer;
      }
      ArchivePage page = answer.value().get();
      if (page.archiveAway().isPresent()) {
        return new Answer.Silent<>(
            node, "reads nothing from the archive: " + page.archiveAway().get());
      }
      report.add(page, MOST);
      if (page.next().isEmpty()) {
        return answer;
      }
      from = page.next();
    }
  }

  private List<ArchivePage> again(OpsHttpClient ops, String key) {
    String path = RingOwnersCommand.path(PATH + "?key=", key);
    return ops.ask(root().endpoints(), path, ArchivePage::from).stream()
        .flatMap(answer -> answer.value().stream())
        .toList();
  }

  private static TextTable nodes(ArchiveReport report) {
    TextTable table = TextTable.withHeadings("NODE", ">ORDERS", ">FACTS", ">OWED");
    report
        .nodes()
        .forEach(
            (node, tally) ->
                table.row(
                    node,
                    Long.toString(tally.keys()),
                    Long.toString(tally.facts()),
                    Long.toString(tally.owed())));
    return table;
  }

  private static TextTable missing(ArchiveReport report) {
    TextTable table = TextTable.withHeadings("ORDER", "TIME", "KIND", "DOT", "ARCHIVE", "HELD BY");
    for (ArchiveReport.Missing one : report.missing()) {
      ArchivePage.Gap gap = one.gap();
      table.row(
          gap.key(),
          gap.time(),
          gap.kind(),
          gap.dot(),
          gap.why().toUpperCase(Locale.ROOT),
          String.join(", ", one.at()));
    }
    return table;
  }

  private static ObjectNode data(ArchiveReport report, Verdict verdict) {
    ObjectNode data = JSON.createObjectNode();
    data.put("level", verdict.level().name().toLowerCase(Locale.ROOT));
    verdict.findings().forEach(data.putArray("findings")::add);
    ArrayNode nodes = data.putArray("nodes");
    report
        .nodes()
        .forEach(
            (node, tally) ->
                nodes
                    .addObject()
                    .put("node", node)
                    .put("orders", tally.keys())
                    .put("facts", tally.facts())
                    .put("owed", tally.owed()));
    ArrayNode missing = data.putArray("missing");
    for (ArchiveReport.Missing one : report.missing()) {
      ArchivePage.Gap gap = one.gap();
      ObjectNode json = missing.addObject();
      json.put("order", gap.key()).put("dot", gap.dot()).put("kind", gap.kind());
      json.put("time", gap.time()).put("archive", gap.why());
      one.at().forEach(json.putArray("held_by")::add);
    }
    data.put("missing_capped", report.capped());
    return data;
  }
}
