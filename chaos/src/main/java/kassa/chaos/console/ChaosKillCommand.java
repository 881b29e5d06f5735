package kassa.chaos.console;

import kassa.chaos.lab.Lab;
import kassa.gateway.console.KassaCommand;
import picocli.CommandLine.Command;

@Command(
    name = "kill",
    description = "SIGKILL, as when the power goes; returns when the other nodes have noticed.")
final class ChaosKillCommand extends ChaosBlow {
  ChaosKillCommand(KassaCommand root, LabDesk desk) {
    super(root, desk);
  }

  @Override
  void strike(Lab lab, String name) {
    lab.kill(name);
    say(name + " is killed.");
  }
}
