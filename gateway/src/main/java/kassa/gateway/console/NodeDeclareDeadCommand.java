package kassa.gateway.console;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "declare-dead",
    description = "A node is lost for good, and its disk: nothing waits for it any more.")
final class NodeDeclareDeadCommand extends PlannedCommand {
  @Parameters(paramLabel = "NODE", description = "Who is lost.")
  String node = "";

  NodeDeclareDeadCommand(KassaCommand root) {
    super(root);
  }

  @Override
  List<RosterStep> steps(RosterReport roster) {
    return List.of(RosterStep.declareDead(known(roster, node)));
  }

  @Override
  String question(RosterReport roster) {
    return warning(roster, node) + "Declare " + node + " dead?";
  }

  /** What is wrong with it, and what only its disk holds. */
  static String warning(RosterReport roster, String node) {
    List<String> reaching = roster.whoReaches(node, true);
    return reaching.isEmpty()
        ? "What only the disk of %s holds is lost with it. ".formatted(node)
        : "%s lives, by %s: to take it out, let it leave. "
            .formatted(node, String.join(", ", reaching));
  }
}
