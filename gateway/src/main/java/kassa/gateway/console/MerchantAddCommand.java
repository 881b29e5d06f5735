package kassa.gateway.console;

import picocli.CommandLine.Command;

@Command(
    name = "add",
    description = "Adds a merchant and prints its API key, once; at any node, also during a cut.")
final class MerchantAddCommand extends MerchantKeyCommand {
  MerchantAddCommand(KassaCommand root) {
    super(root);
  }

  @Override
  String path() {
    return "";
  }

  @Override
  String done() {
    return "added";
  }
}
