package kassa.gateway.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Option;

/** A call to the merchant API; the answer is printed as it came. */
abstract class MerchantCall extends Inquiry {
  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      description = "The merchant's key. Default: $KASSA_API_KEY, else the demo's.")
  String apiKey = "";

  @Option(names = "--node", paramLabel = "NODE", description = "Ask this node first.")
  String preferred = "";

  MerchantCall(KassaCommand root) {
    super(root);
  }

  abstract MerchantHttpClient.Reply call(MerchantHttpClient client, List<Endpoint> nodes)
      throws InterruptedException;

  @Override
  Exit ask() throws InterruptedException {
    List<Answer<NodeStatus>> answers = someone(root().ops().statuses(root().endpoints()));
    String key =
        !apiKey.isEmpty()
            ? apiKey
            : root().surroundings().environment().getOrDefault("KASSA_API_KEY", "sk_test_demo");
    Duration perNode = Duration.ofSeconds(10);
    MerchantHttpClient.Reply reply =
        call(new MerchantHttpClient(key, perNode), merchantAddresses(answers));
    out().println(pretty(reply.body()));
    if (reply.exit() != Exit.OK) {
      err().println("answered " + reply.status() + " by " + reply.node());
    }
    return reply.exit();
  }

  /** Those nodes that answer at their management address, the preferred one first. */
  private List<Endpoint> merchantAddresses(List<Answer<NodeStatus>> answers) {
    List<NodeStatus> views = answers.stream().flatMap(answer -> answer.value().stream()).toList();
    if (!preferred.isEmpty() && views.stream().noneMatch(v -> v.node().equals(preferred))) {
      throw new Refusal(Exit.NOBODY_REACHABLE, preferred + " does not answer.");
    }
    return views.stream()
        .sorted(Comparator.comparing(view -> !view.node().equals(preferred)))
        .flatMap(view -> view.member(view.node()).stream())
        .map(member -> Endpoint.parse(member.http()))
        .toList();
  }

  private static String pretty(String body) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(body));
    } catch (JsonProcessingException notJson) {
      return body;
    }
  }
}
