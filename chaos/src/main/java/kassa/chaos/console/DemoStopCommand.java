package kassa.chaos.console;

import java.util.Optional;
import kassa.chaos.lab.Lab;
import kassa.chaos.lab.LabFolder;
import kassa.gateway.console.Exit;
import kassa.gateway.console.KassaCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "stop", description = "Ends every process of the demo.")
final class DemoStopCommand extends LabCommand {
  @Option(names = "--wipe", description = "Remove all orders, ledgers and logs as well.")
  boolean wipe;

  DemoStopCommand(KassaCommand root, LabDesk desk) {
    super(root, desk);
  }

  @Override
  Exit act() {
    Optional<Lab> lab = desk().existing();
    if (lab.isPresent() && wipe) {
      lab.get().killAll();
    } else {
      lab.ifPresent(Lab::stopAll);
    }
    say(lab.isPresent() ? "Stopped; nothing is left running." : "No demo is running here.");
    if (wipe) {
      new LabFolder(desk().home().state()).wipe();
      say("Removed " + desk().home().state() + ".");
    } else if (lab.isPresent()) {
      say("Orders and logs stay in " + desk().home().state() + "; --wipe removes them.");
    }
    return Exit.OK;
  }
}
