package kassa.chaos.console;

import kassa.chaos.lab.Lab;
import kassa.gateway.console.KassaCommand;
import picocli.CommandLine.Command;

@Command(
    name = "pause",
    description =
        "SIGSTOP: connections are accepted and nothing is answered; returns when the other nodes"
            + " have noticed.")
final class ChaosPauseCommand extends ChaosBlow {
  ChaosPauseCommand(KassaCommand root, LabDesk desk) {
    super(root, desk);
  }

  @Override
  void strike(Lab lab, String name) {
    lab.pause(name);
    say(name + " is paused.");
  }
}
