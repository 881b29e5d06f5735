package kassa.gateway.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    description = "All merchants, what the hashes of their keys begin with, and who knows them.")
final class MerchantListCommand extends Inquiry {
  private static final Comparator<MerchantsView.Known> ORDER =
      Comparator.comparing(MerchantsView.Known::merchant)
          .thenComparing(known -> known.current().toString())
          .thenComparing(known -> known.before().toString());

  MerchantListCommand(KassaCommand root) {
    super(root);
  }

  @Override
  Exit ask() {
    List<Answer<MerchantsView>> answers =
        someone(root().ops().ask(root().endpoints(), "/ops/merchants", MerchantsView::from));
    List<MerchantsView> views = answers.stream().flatMap(a -> a.value().stream()).toList();
    Map<MerchantsView.Known, Set<String>> knowing = new TreeMap<>(ORDER);
    for (MerchantsView view : views) {
      for (MerchantsView.Known known : view.merchants()) {
        knowing.computeIfAbsent(known, one -> new TreeSet<>()).add(view.node());
      }
    }
    boolean agreed = knowing.values().stream().allMatch(nodes -> nodes.size() == views.size());
    Verdict verdict =
        agreed
            ? new Verdict(
                Verdict.Level.OK,
                List.of("All who answer know the same."),
                "./kassa merchant rotate-key NAME")
            : new Verdict(
                Verdict.Level.DEGRADED,
                List.of("They do not know the same yet: they will when they reach each other."),
                "./kassa ring status");
    if (json()) {
      print("kassa.merchant.list/v1", null, data(knowing, agreed, answers));
    } else {
      TextTable table =
          TextTable.withHeadings("MERCHANT", "KEYS", "UNTIL THE NEXT ROTATION", "KNOWN BY");
      knowing.forEach(
          (known, nodes) ->
              table.row(
                  known.merchant(),
                  joined(known.current()),
                  joined(known.before()),
                  String.join(", ", nodes)));
      print(table);
      printSilent(answers);
      out().println(coloured(verdict.line()));
    }
    return verdict.exit(root().strict());
  }

  private static ObjectNode data(
      Map<MerchantsView.Known, Set<String>> knowing,
      boolean agreed,
      List<Answer<MerchantsView>> answers) {
    ObjectNode data = JSON.createObjectNode().put("agreed", agreed);
    data.putArray("merchants");
    knowing.forEach(
        (known, nodes) -> {
          ObjectNode json = data.withArray("/merchants").addObject();
          json.put("merchant", known.merchant());
          known.current().forEach(json.putArray("current")::add);
          known.before().forEach(json.putArray("before")::add);
          nodes.forEach(json.putArray("known_by")::add);
        });
    data.set("silent", silent(answers));
    return data;
  }

  private static String joined(List<String> labels) {
    return labels.isEmpty() ? "-" : String.join(" ", labels);
  }
}
