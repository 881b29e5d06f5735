package kassa.gateway.console;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "join",
    description = "Makes a running node known to the ring; it owns nothing before ring commit.")
final class NodeJoinCommand extends RosterCommand {
  @Parameters(paramLabel = "ADDRESS", description = "The new node's management address, HOST:PORT.")
  Endpoint address = Surroundings.DEMO_NODES.get(0);

  NodeJoinCommand(KassaCommand root) {
    super(root);
  }

  @Override
  protected Exit run() throws InterruptedException {
    List<Answer<RosterView>> asked = root().ops().ask(List.of(address), ROSTER, RosterView::from);
    RosterView newcomer = Inquiry.someone(asked).get(0).value().orElseThrow();
    for (RosterView view : roster().views()) {
      if (!view.ring().equals(newcomer.ring()) || !view.agreement().equals(newcomer.agreement())) {
        throw new Refusal(
            Exit.REFUSED,
            "%s was started with another ring section or secret than %s: they would not talk."
                .formatted(newcomer.node(), view.node()));
      }
    }
    RosterView.Seat seat = newcomer.self();
    if (root().dryRun()) {
      out()
          .println(
              "%s (zone %s, http %s, management %s) would be joining; it would own nothing yet."
                  .formatted(seat.node(), seat.zone(), seat.http(), seat.management()));
      return Exit.OK;
    }
    return change(List.of(RosterStep.join(seat)), "./kassa ring plan");
  }
}
