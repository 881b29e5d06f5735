package kassa.gateway.console;

import java.util.List;
import picocli.CommandLine.Command;

@Command(name = "commit", description = "Gives all nodes that are joining their share.")
final class RingCommitCommand extends PlannedCommand {
  RingCommitCommand(KassaCommand root) {
    super(root);
  }

  static List<RosterStep> of(RosterReport roster) {
    return roster.joining().stream().map(RosterStep::bringUp).toList();
  }

  @Override
  List<RosterStep> steps(RosterReport roster) {
    return of(roster);
  }

  @Override
  String question(RosterReport roster) {
    return "Give a share to " + String.join(", ", roster.joining()) + "?";
  }
}
