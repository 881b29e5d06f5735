package kassa.gateway.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import kassa.gateway.order.MerchantId;
import picocli.CommandLine.Parameters;

/**
 * Gives a merchant a new key: tells the first node that answers its hash, and prints the key, once.
 * To tell the next node the same when one is silent is no harm, as it is the same key.
 */
abstract class MerchantKeyCommand extends ConsoleCommand {
  @Parameters(
      paramLabel = "NAME",
      description = "1 to 15 lower-case letters, digits and hyphens; it stays for ever.")
  String name = "";

  MerchantKeyCommand(KassaCommand root) {
    super(root);
  }

  /** Where a node is told, after {@code /ops/merchants/NAME}. */
  abstract String path();

  /** What was done to the merchant. */
  abstract String done();

  @Override
  protected final Exit run() throws InterruptedException {
    if (!MerchantId.isValid(name)) {
      throw new Refusal(
          Exit.USAGE, "'" + name + "' is not 1 to 15 lower-case letters, digits and hyphens.");
    }
    if (root().dryRun()) {
      out().println("Merchant " + name + " would be " + done() + ".");
      return Exit.OK;
    }
    NewApiKey key = NewApiKey.random();
    tell(key);
    Spread<MerchantsView> spread = spread(key);
    Verdict verdict =
        spread.verdict(
            "they answer 401 to it",
            "./kassa orders create --api-key KEY",
            "./kassa merchant list");
    if (json()) {
      print("kassa.merchant.key/v1", null, data(spread, key));
    } else {
      out().println("Merchant " + name + " is " + done() + ". Its API key, which is shown once:");
      out().println("  " + key.text());
      Inquiry.printSilent(out(), spread.answers());
      out().println(coloured(verdict.line()));
      out().println("Next: " + verdict.next());
    }
    return verdict.exit(root().strict());
  }

  private void tell(NewApiKey key) {
    OpsHttpClient ops = root().ops();
    String path = "/ops/merchants/" + name + path() + "?key_sha256=" + key.hash().hex();
    List<Answer<MerchantChange>> answers = new ArrayList<>();
    for (Endpoint endpoint : root().endpoints()) {
      Answer<MerchantChange> answer = ops.tell(endpoint, path, MerchantChange::from);
      answers.add(answer);
      if (answer.value().isPresent() && answer.value().get().isDone(name)) {
        return;
      }
    }
    Inquiry.someone(answers);
    throw new Refusal(
        Exit.NOT_FOUND, "No node that answers knows a merchant " + name + " (see merchant list).");
  }

  private Spread<MerchantsView> spread(NewApiKey key) throws InterruptedException {
    OpsHttpClient ops = root().ops();
    return Spread.await(
        () -> ops.ask(root().endpoints(), "/ops/merchants", MerchantsView::from),
        MerchantsView::node,
        view -> view.knows(name, key.hash().label()),
        root().timeout);
  }

  private ObjectNode data(Spread<MerchantsView> spread, NewApiKey key) {
    ObjectNode data = JSON.createObjectNode();
    data.put("merchant", name).put("done", done()).put("api_key", key.text());
    data.put("key", key.hash().label());
    spread.knowing().forEach(data.putArray("known_by")::add);
    spread.unaware().forEach(data.putArray("not_yet_by")::add);
    data.set("silent", Inquiry.silent(spread.answers()));
    return data;
  }
}
