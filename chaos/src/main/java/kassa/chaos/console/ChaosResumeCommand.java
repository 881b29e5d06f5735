package kassa.chaos.console;

import java.util.ArrayList;
import java.util.List;
import kassa.chaos.lab.Lab;
import kassa.chaos.lab.Standing;
import kassa.gateway.console.Exit;
import kassa.gateway.console.KassaCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "resume",
    description = "What is paused goes on, what is dead starts again; returns when it serves.")
final class ChaosResumeCommand extends LabCommand {
  @Parameters(paramLabel = "NAME", arity = "0..*", description = "n1, n2, …, cassandra, acquirer.")
  List<String> names = new ArrayList<>();

  @Option(names = "--all", description = "Everything that does not run.")
  boolean all;

  ChaosResumeCommand(KassaCommand root, LabDesk desk) {
    super(root, desk);
  }

  @Override
  Exit act() {
    Lab lab = desk().lab();
    List<String> wanted = all ? notRunning(lab) : names;
    if (wanted.isEmpty() && !all) {
      say("Name what to resume, or --all.");
      return Exit.USAGE;
    }
    lab.startTogether(wanted, name -> say(name + "."));
    return Exit.OK;
  }

  private static List<String> notRunning(Lab lab) {
    return lab.standings().stream()
        .filter(standing -> standing.state() != Standing.State.RUNNING)
        .map(Standing::name)
        .toList();
  }
}
