package kassa.gateway.console;

import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Puts the verbs of operators and merchants together; the lab adds its own beside them. */
public final class Console {
  private Console() {}

  /**
   * The command line.
   *
   * @param more adds subcommands to the root, with the global options at hand
   */
  public static CommandLine commandLine(Surroundings surroundings, Extension more) {
    KassaCommand root = new KassaCommand(surroundings);
    CommandLine kassa = new CommandLine(root);
    more.extend(kassa, root);
    kassa.addSubcommand(new HealthCommand(root));
    kassa.addSubcommand(
        group("ring", "Who owns what, and who sees whom.")
            .addSubcommand(new RingStatusCommand(root))
            .addSubcommand(new RingOwnersCommand(root))
            .addSubcommand(new RingPlanCommand(root))
            .addSubcommand(new RingCommitCommand(root)));
    kassa.addSubcommand(
        group("node", "Nodes come in and go.")
            .addSubcommand(new NodeJoinCommand(root))
            .addSubcommand(new NodeDrainCommand(root))
            .addSubcommand(new NodeLeaveCommand(root))
            .addSubcommand(new NodeDeclareDeadCommand(root))
            .addSubcommand(new NodeReplaceCommand(root)));
    kassa.addSubcommand(
        group("hints", "What waits for a node that is away.")
            .addSubcommand(new HintsListCommand(root)));
    kassa.addSubcommand(
        group("order", "One order, as the ring holds it.")
            .addSubcommand(new OrderExplainCommand(root)));
    kassa.addSubcommand(
        group("orders", "Place and look at orders, as a merchant.")
            .addSubcommand(new OrdersCreateCommand(root))
            .addSubcommand(new OrdersGetCommand(root)));
    kassa.addSubcommand(
        group("merchant", "Who may sell, and with which keys.")
            .addSubcommand(new MerchantAddCommand(root))
            .addSubcommand(new MerchantRotateKeyCommand(root))
            .addSubcommand(new MerchantListCommand(root)));
    kassa.addSubcommand(
        group("archive", "What rests in Cassandra, and what does not yet.")
            .addSubcommand(new ArchiveVerifyCommand(root))
            .addSubcommand(new ArchiveReplayCommand(root)));
    kassa.addSubcommand(
        group("config", "What nodes are bounded by, and were started with.")
            .addSubcommand(new ConfigShowCommand(root)));
    kassa.addSubcommand(new VerifyCommand(root));
    kassa.addSubcommand(
        group("schema", "The archive's tables.").addSubcommand(new SchemaApplyCommand(root)));
    kassa.addSubcommand(new VersionCommand(root));
    kassa.addSubcommand(
        group("completion", "Completion for shells.")
            .addSubcommand(new CompletionCommand(root, kassa)));
    // After all subcommands: these apply to those that are there.
    kassa.registerConverter(Endpoint.class, Endpoint::parse);
    kassa.registerConverter(Duration.class, Age::parse);
    kassa.setCaseInsensitiveEnumValuesAllowed(true);
    kassa.setExecutionExceptionHandler(Console::explain);
    kassa.setUsageHelpAutoWidth(true);
    return kassa;
  }

  /** Adds the subcommands of another module. */
  @FunctionalInterface
  public interface Extension {
    void extend(CommandLine kassa, KassaCommand root);
  }

  /** A command that only groups others; without one of them it shows its help and ends with 2. */
  public static CommandLine group(String name, String description) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new Group());
    spec.name(name).usageMessage().description(description);
    return new CommandLine(spec);
  }

  @Command(synopsisSubcommandLabel = "COMMAND")
  private static final class Group {}

  private static int explain(Exception failure, CommandLine command, ParseResult ignored) {
    PrintWriter err = command.getErr();
    if (failure instanceof Refusal refusal) {
      err.println(Ansi.AUTO.string("@|red,bold kassa:|@ ") + refusal.getMessage());
      return refusal.exit().code();
    }
    String words = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    err.println(Ansi.AUTO.string("@|red,bold kassa:|@ ") + words);
    if (Boolean.getBoolean("kassa.debug")) {
      failure.printStackTrace(err);
    } else {
      err.println("(KASSA_DEBUG=1 shows where.)");
    }
    return Exit.ERROR.code();
  }
}
