package kassa.gateway.console;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "replace",
    description = "Declares a lost node dead and gives one that is joining its share.")
final class NodeReplaceCommand extends PlannedCommand {
  @Parameters(paramLabel = "NODE", description = "Who is lost for good.")
  String node = "";

  @Option(
      names = "--by",
      required = true,
      paramLabel = "NEWNODE",
      description = "Who comes instead: a node that is joining.")
  String by = "";

  NodeReplaceCommand(KassaCommand root) {
    super(root);
  }

  @Override
  List<RosterStep> steps(RosterReport roster) {
    RosterView.Seat newcomer = roster.seat(by).orElseThrow(() -> notFound(by));
    if (!newcomer.is("joining")) {
      throw new Refusal(
          Exit.REFUSED, "%s is %s, not joining: see node join.".formatted(by, newcomer.phase()));
    }
    return List.of(RosterStep.declareDead(known(roster, node)), RosterStep.bringUp(by));
  }

  @Override
  String question(RosterReport roster) {
    return NodeDeclareDeadCommand.warning(roster, node)
        + "Declare %s dead and give %s a share?".formatted(node, by);
  }
}
