package kassa.chaos.console;

import java.util.Map;
import kassa.gateway.console.ArchiveSchema;
import kassa.gateway.console.Console;
import kassa.gateway.console.KassaCommand;
import picocli.CommandLine;

/** Adds {@code demo}, {@code chaos}, {@code bench} and {@code sim} to the command line. */
public final class LabVerbs implements Console.Extension {
  private final LabDesk desk;

  public LabVerbs(KassaHome home, ArchiveSchema schema, Map<String, String> environment) {
    this.desk = new LabDesk(home, schema, environment);
  }

  @Override
  public void extend(CommandLine kassa, KassaCommand root) {
    kassa.addSubcommand(
        new CommandLine(new DemoCommand(root, desk))
            .addSubcommand(new DemoStopCommand(root, desk)));
    kassa.addSubcommand(
        Console.group("chaos", "Break the running demo, and mend it.")
            .addSubcommand(new ChaosKillCommand(root, desk))
            .addSubcommand(new ChaosPauseCommand(root, desk))
            .addSubcommand(new ChaosResumeCommand(root, desk))
            .addSubcommand(
                Console.group("cassandra", "The archive.")
                    .addSubcommand(new PartnerStopCommand(root, desk, "cassandra"))
                    .addSubcommand(new PartnerStartCommand(root, desk, "cassandra")))
            .addSubcommand(
                Console.group("acquirer", "The sandbox acquirer.")
                    .addSubcommand(new PartnerStopCommand(root, desk, "acquirer"))
                    .addSubcommand(new PartnerStartCommand(root, desk, "acquirer")))
            .addSubcommand(new ChaosStatusCommand(root, desk))
            .addSubcommand(new ChaosRunCommand(root, desk)));
    kassa.addSubcommand(new BenchCommand(root, desk));
    kassa.addSubcommand(new SimCommand(root, new SourceCommit(desk.home().checkout())));
  }
}
