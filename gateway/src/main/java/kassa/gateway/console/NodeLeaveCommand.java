package kassa.gateway.console;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "leave",
    description = "A node that runs gives up its share, hands over what it holds, and has left.")
final class NodeLeaveCommand extends PlannedCommand {
  @Parameters(paramLabel = "NODE", description = "Who leaves.")
  String node = "";

  NodeLeaveCommand(KassaCommand root) {
    super(root);
  }

  @Override
  List<RosterStep> steps(RosterReport roster) {
    return List.of(RosterStep.leave(known(roster, node)));
  }

  @Override
  String question(RosterReport roster) {
    return "Let " + node + " leave? Keep it running until it has left.";
  }
}
