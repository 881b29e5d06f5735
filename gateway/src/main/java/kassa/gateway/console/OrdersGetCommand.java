package kassa.gateway.console;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "get", description = "An order as it is now.")
final class OrdersGetCommand extends MerchantCall {
  @Parameters(paramLabel = "ID")
  String id = "";

  OrdersGetCommand(KassaCommand root) {
    super(root);
  }

  @Override
  MerchantHttpClient.Reply call(MerchantHttpClient client, List<Endpoint> nodes)
      throws InterruptedException {
    return client.get(nodes, RingOwnersCommand.path("/v1/orders/", id));
  }
}
