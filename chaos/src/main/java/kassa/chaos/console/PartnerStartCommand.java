package kassa.chaos.console;

import kassa.gateway.console.Exit;
import kassa.gateway.console.KassaCommand;
import picocli.CommandLine.Command;

@Command(name = "start", description = "Starts it again; returns when it serves.")
final class PartnerStartCommand extends LabCommand {
  private final String partner;

  PartnerStartCommand(KassaCommand root, LabDesk desk, String partner) {
    super(root, desk);
    this.partner = partner;
  }

  @Override
  Exit act() {
    desk().lab().start(partner);
    say(partner + " serves again.");
    return Exit.OK;
  }
}
