package kassa.gateway.console;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(name = "bash", description = "Prints a script: source <(./kassa completion bash)")
final class CompletionCommand extends ConsoleCommand {
  private final CommandLine kassa;

  CompletionCommand(KassaCommand root, CommandLine kassa) {
    super(root);
    this.kassa = kassa;
  }

  @Override
  protected Exit run() {
    out().print(AutoComplete.bash("kassa", kassa));
    return Exit.OK;
  }
}
