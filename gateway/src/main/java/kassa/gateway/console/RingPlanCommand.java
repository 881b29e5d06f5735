package kassa.gateway.console;

import picocli.CommandLine.Command;

@Command(
    name = "plan",
    description = "What ring commit would do: who gets which share, and how much is handed over.")
final class RingPlanCommand extends RosterCommand {
  RingPlanCommand(KassaCommand root) {
    super(root);
  }

  @Override
  protected Exit run() {
    return plan(RingCommitCommand.of(roster()), "./kassa ring commit");
  }
}
