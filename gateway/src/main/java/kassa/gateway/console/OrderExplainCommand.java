package kassa.gateway.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kassa.gateway.console.Explanation.FactLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "explain",
    description = "The facts of an order on every node's disk and in the archive, side by side.")
final class OrderExplainCommand extends Inquiry {
  @Parameters(paramLabel = "ID", description = "An order id.")
  String id = "";

  OrderExplainCommand(KassaCommand root) {
    super(root);
  }

  @Override
  Exit ask() {
    OpsHttpClient ops = root().ops();
    List<Endpoint> endpoints = root().endpoints();
    List<Answer<Explanation>> answers =
        someone(ops.ask(endpoints, RingOwnersCommand.path("/ops/explain/", id), Explanation::from));
    OrderReport report =
        OrderReport.of(
            id, byNode(ops, endpoints, answers), archived(ops, answers), owners(ops, endpoints));
    if (json()) {
      ObjectNode data = data(report);
      data.set("silent", silent(answers));
      print("kassa.order.explain/v1", null, data);
    } else {
      print(report.table(wide()));
      out().println(coloured(report.verdict()));
    }
    return report.exit();
  }

  /** Only the ring's members tell which node a silent endpoint was. */
  private static Map<String, Optional<Explanation>> byNode(
      OpsHttpClient ops, List<Endpoint> endpoints, List<Answer<Explanation>> answers) {
    Map<String, String> nodeAt = new LinkedHashMap<>();
    for (Answer<NodeStatus> status : ops.statuses(endpoints)) {
      status
          .value()
          .ifPresent(
              view -> {
                view.members().forEach(m -> nodeAt.putIfAbsent(m.management(), m.node()));
                nodeAt.put(status.endpoint().toString(), view.node());
              });
    }
    Map<String, Optional<Explanation>> byNode = new LinkedHashMap<>();
    for (Answer<Explanation> answer : answers) {
      String endpoint = answer.endpoint().toString();
      String said = answer.value().map(Explanation::node).orElse("");
      byNode.put(said.isEmpty() ? nodeAt.getOrDefault(endpoint, endpoint) : said, answer.value());
    }
    return byNode;
  }

  /** The archive is asked through the nodes in turn, until one of them reaches it. */
  private Optional<List<FactLine>> archived(OpsHttpClient ops, List<Answer<Explanation>> answers) {
    for (Answer<Explanation> answer : answers) {
      if (answer.value().isPresent()) {
        Optional<List<FactLine>> archived =
            ops.ask(
                    List.of(answer.endpoint()),
                    RingOwnersCommand.path("/ops/explain/", id) + "?archive=true",
                    Explanation::from)
                .get(0)
                .value()
                .flatMap(Explanation::archived);
        if (archived.isPresent()) {
          return archived;
        }
      }
    }
    return Optional.empty();
  }

  private List<String> owners(OpsHttpClient ops, List<Endpoint> endpoints) {
    return ops.ask(endpoints, RingOwnersCommand.path("/ops/owners/", id), OwnersView::from).stream()
        .flatMap(answer -> answer.value().stream())
        .findFirst()
        .map(OwnersView::owners)
        .orElse(List.of());
  }

  private static ObjectNode data(OrderReport report) {
    ObjectNode data = JSON.createObjectNode();
    data.put("order", report.id()).put("status", report.status());
    data.put("finding", report.finding().name().toLowerCase(java.util.Locale.ROOT));
    data.put("verdict", report.verdict());
    report.owners().forEach(data.putArray("due_at")::add);
    ArrayNode copies = data.putArray("copies");
    report
        .copies()
        .forEach(
            (holder, copy) -> {
              ObjectNode one = copies.addObject().put("holder", holder);
              one.put("answered", copy.isPresent());
              ArrayNode facts = one.putArray("facts");
              copy.orElse(List.of()).forEach(fact -> put(facts.addObject(), fact));
            });
    return data;
  }

  private static void put(ObjectNode json, FactLine fact) {
    json.put("dot", fact.dot()).put("time", fact.time()).put("kind", fact.kind());
    json.put("hash", fact.hash()).put("evicted", fact.evicted());
    if (!fact.data().isEmpty()) {
      json.putRawValue("data", new com.fasterxml.jackson.databind.util.RawValue(fact.data()));
    }
  }
}
