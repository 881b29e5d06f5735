package kassa.gateway.console;

import picocli.CommandLine.Command;

@Command(
    name = "rotate-key",
    description = {
      "Gives a merchant a new API key and prints it, once. The key before stays good until the"
          + " next rotation, all others end: a key that leaked is ended by rotating twice."
    })
final class MerchantRotateKeyCommand extends MerchantKeyCommand {
  MerchantRotateKeyCommand(KassaCommand root) {
    super(root);
  }

  @Override
  String path() {
    return "/rotate";
  }

  @Override
  String done() {
    return "given a new key";
  }
}
