package kassa.gateway.console;

import java.time.Year;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "create", description = "Places a sample order, paid by a sandbox card.")
final class OrdersCreateCommand extends MerchantCall {
  @Option(names = "--amount", paramLabel = "MINOR", description = "In minor units (öre, cents).")
  long amount = 12_900;

  @Option(names = "--currency", paramLabel = "CODE", description = "ISO 4217.")
  String currency = "SEK";

  @Option(names = "--card", paramLabel = "NUMBER", description = "A sandbox card number.")
  String card = SampleOrder.APPROVED;

  @Option(names = "--reference", paramLabel = "TEXT", description = "The merchant's own number.")
  String reference = "";

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "The idempotency key; the same key is the same order. Default: a fresh one.")
  String key = "";

  @Option(names = "--capture", paramLabel = "MODE", description = "automatic or manual.")
  String capture = "automatic";

  OrdersCreateCommand(KassaCommand root) {
    super(root);
  }

  @Override
  MerchantHttpClient.Reply call(MerchantHttpClient client, List<Endpoint> nodes)
      throws InterruptedException {
    String fresh = UUID.randomUUID().toString();
    Year thisYear = Year.now(root().surroundings().clock());
    SampleOrder order =
        new SampleOrder(
            reference.isEmpty() ? "sample-" + fresh.substring(0, 8) : reference,
            amount,
            currency,
            card.replace(" ", ""),
            thisYear.plusYears(3),
            capture);
    return client.place(nodes, key.isEmpty() ? fresh : key, order.json());
  }
}
