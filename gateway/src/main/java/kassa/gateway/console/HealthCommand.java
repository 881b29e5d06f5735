package kassa.gateway.console;

import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "health",
    description = "One line: can merchants sell? Ends with 10 when they cannot.")
final class HealthCommand extends Inquiry {
  HealthCommand(KassaCommand root) {
    super(root);
  }

  @Override
  Exit ask() {
    List<Answer<NodeStatus>> answers = someone(root().ops().statuses(root().endpoints()));
    RingReport report = RingReport.of(answers);
    Verdict verdict = report.verdict(root().surroundings().clock().getZone());
    if (json()) {
      print(
          "kassa.health/v1",
          RingStatusCommand.onlyOne(report),
          RingStatusCommand.data(report, verdict, answers));
    } else {
      out().println(coloured(verdict.line()));
      if (verdict.level() != Verdict.Level.OK) {
        printSilent(answers);
        out().println("Next: ./kassa ring status");
      }
    }
    return verdict.exit(root().strict);
  }
}
