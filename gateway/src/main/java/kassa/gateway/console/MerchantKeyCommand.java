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
  private static final long PAUSE_MILLIS = 100;

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
    List<Answer<MerchantsView>> views = spread(key);
    Verdict verdict = verdict(views, key);
    if (json()) {
      print("kassa.merchant.key/v1", null, data(views, key));
    } else {
      out().println("Merchant " + name + " is " + done() + ". Its API key, which is shown once:");
      out().println("  " + key.text());
      Inquiry.printSilent(out(), views);
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

  /** Waits, for no longer than a question may take, until every node knows the key. */
  private List<Answer<MerchantsView>> spread(NewApiKey key) throws InterruptedException {
    long end = System.nanoTime() + root().timeout.toNanos();
    while (true) {
      List<Answer<MerchantsView>> views =
          root().ops().ask(root().endpoints(), "/ops/merchants", MerchantsView::from);
      if (knowing(views, key).size() == views.size() || System.nanoTime() > end) {
        return views;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private List<String> knowing(List<Answer<MerchantsView>> views, NewApiKey key) {
    return views.stream()
        .flatMap(answer -> answer.value().stream())
        .filter(view -> view.knows(name, key.hash().label()))
        .map(MerchantsView::node)
        .toList();
  }

  private List<String> unaware(List<Answer<MerchantsView>> views, NewApiKey key) {
    return views.stream()
        .flatMap(answer -> answer.value().stream())
        .filter(view -> !view.knows(name, key.hash().label()))
        .map(MerchantsView::node)
        .toList();
  }

  private Verdict verdict(List<Answer<MerchantsView>> views, NewApiKey key) {
    List<String> knowing = knowing(views, key);
    if (knowing.size() == views.size()) {
      return new Verdict(
          Verdict.Level.OK,
          List.of("Known by " + String.join(", ", knowing) + "."),
          "./kassa orders create --api-key KEY");
    }
    List<String> findings = new ArrayList<>();
    findings.add(
        knowing.isEmpty()
            ? "Kept by the node that was told, which does not answer now."
            : "Known by " + String.join(", ", knowing) + ".");
    List<String> unaware = unaware(views, key);
    if (!unaware.isEmpty()) {
      findings.add("Not yet by " + String.join(", ", unaware) + ".");
    }
    findings.add("The others learn of it when they are back; until then they answer 401 to it.");
    if (knowing.size() < 2) {
      findings.add("It is on one disk until then: do not lose that.");
    }
    return new Verdict(Verdict.Level.DEGRADED, findings, "./kassa merchant list");
  }

  private ObjectNode data(List<Answer<MerchantsView>> views, NewApiKey key) {
    ObjectNode data = JSON.createObjectNode();
    data.put("merchant", name).put("done", done()).put("api_key", key.text());
    data.put("key", key.hash().label());
    knowing(views, key).forEach(data.putArray("known_by")::add);
    unaware(views, key).forEach(data.putArray("not_yet_by")::add);
    data.set("silent", Inquiry.silent(views));
    return data;
  }
}
