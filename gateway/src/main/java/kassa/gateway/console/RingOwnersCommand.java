package kassa.gateway.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "owners", description = "Which nodes hold a key, such as an order id.")
final class RingOwnersCommand extends Inquiry {
  @Parameters(paramLabel = "KEY")
  String key = "";

  RingOwnersCommand(KassaCommand root) {
    super(root);
  }

  @Override
  Exit ask() {
    List<Answer<OwnersView>> answers =
        someone(root().ops().ask(root().endpoints(), path("/ops/owners/", key), OwnersView::from));
    List<OwnersView> distinct =
        answers.stream().flatMap(answer -> answer.value().stream()).distinct().toList();
    if (json()) {
      ObjectNode data = JSON.createObjectNode().put("key", key);
      data.put("agreed", distinct.size() == 1);
      answers.forEach(
          answer -> answer.value().ifPresent(view -> put(data, answer.endpoint(), view)));
      data.set("silent", silent(answers));
      print("kassa.ring.owners/v1", null, data);
    } else {
      TextTable table = TextTable.withHeadings("ASKED", ">PARTITION", "OWNERS", "FALLBACKS");
      answers.forEach(
          answer ->
              answer
                  .value()
                  .ifPresent(
                      view ->
                          table.row(
                              answer.endpoint().toString(),
                              Integer.toString(view.partition()),
                              joined(view.owners()),
                              joined(view.fallbacks()))));
      print(table);
      printSilent(answers);
      out()
          .println(
              distinct.size() == 1
                  ? "All who answered agree."
                  : coloured(
                      "DIFFERENT  They do not agree: compare ring descriptors with ./kassa ring status."));
    }
    return distinct.size() == 1 ? Exit.OK : Exit.UNHEALTHY;
  }

  private static void put(ObjectNode data, Endpoint endpoint, OwnersView view) {
    ObjectNode json = data.withArray("/views").addObject();
    json.put("endpoint", endpoint.toString()).put("partition", view.partition());
    view.owners().forEach(json.putArray("owners")::add);
    view.fallbacks().forEach(json.putArray("fallbacks")::add);
  }

  private static String joined(List<String> names) {
    return names.isEmpty() ? "-" : String.join(", ", names);
  }

  /** A path whose last part somebody typed. */
  static String path(String prefix, String typed) {
    return prefix + URLEncoder.encode(typed, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
