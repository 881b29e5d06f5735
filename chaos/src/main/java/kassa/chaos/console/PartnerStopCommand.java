package kassa.chaos.console;

import kassa.gateway.console.Exit;
import kassa.gateway.console.KassaCommand;
import picocli.CommandLine.Command;

@Command(name = "stop", description = "Ends it; what it has stored stays.")
final class PartnerStopCommand extends LabCommand {
  private final String partner;

  PartnerStopCommand(KassaCommand root, LabDesk desk, String partner) {
    super(root, desk);
    this.partner = partner;
  }

  @Override
  Exit act() {
    desk().lab().stop(partner);
    say(partner + " is stopped; ./kassa chaos " + partner + " start brings it back.");
    return Exit.OK;
  }
}
