package kassa.gateway.console;

import picocli.CommandLine.Command;

@Command(name = "version", description = "What runs here.")
final class VersionCommand extends ConsoleCommand {
  VersionCommand(KassaCommand root) {
    super(root);
  }

  @Override
  protected Exit run() {
    if (json()) {
      print(
          "kassa.version/v1",
          null,
          JSON.createObjectNode()
              .put("version", BuiltVersion.number())
              .put("java", Runtime.version().toString()));
    } else {
      out().println(BuiltVersion.text());
    }
    return Exit.OK;
  }
}
