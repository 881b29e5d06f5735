package kassa.gateway.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(
    name = "show",
    description = {
      "What each node is bounded by, what there is of it now, and what happens to what is more;",
      "and what the nodes were started with."
    })
final class ConfigShowCommand extends Inquiry {
  ConfigShowCommand(KassaCommand root) {
    super(root);
  }

  @Override
  Exit ask() {
    List<Answer<ConfigView>> answers =
        someone(root().ops().ask(root().endpoints(), "/ops/config", ConfigView::from));
    List<ConfigView> views = answers.stream().flatMap(a -> a.value().stream()).toList();
    if (json()) {
      String only = views.size() == 1 ? views.get(0).node() : null;
      print("kassa.config.show/v1", only, data(views, answers));
    } else {
      print(bounds(views));
      out().println();
      print(settings(views));
      printSilent(answers);
    }
    return Exit.OK;
  }

  /** A row for each bound that any node has: its use and its limit on each. */
  private static TextTable bounds(List<ConfigView> views) {
    Map<String, ConfigView.Limit> first = new LinkedHashMap<>();
    views.forEach(view -> view.bounds().forEach(one -> first.putIfAbsent(one.name(), one)));
    List<String> headings = new ArrayList<>(List.of("BOUND"));
    views.forEach(view -> headings.add(">" + view.node()));
    headings.addAll(List.of("UNIT", "BEYOND"));
    TextTable table = TextTable.withHeadings(headings.toArray(String[]::new));
    for (ConfigView.Limit bound : first.values()) {
      List<String> cells = new ArrayList<>(List.of(bound.name()));
      for (ConfigView view : views) {
        cells.add(view.bound(bound.name()).map(ConfigView.Limit::toString).orElse("-"));
      }
      cells.addAll(List.of(bound.unit(), bound.beyond()));
      table.row(cells);
    }
    return table;
  }

  /** Once where all nodes have the same, else for each value with those that have it. */
  private static TextTable settings(List<ConfigView> views) {
    Map<String, Map<String, List<String>>> values = new LinkedHashMap<>();
    for (ConfigView view : views) {
      view.settings()
          .forEach(
              (name, value) ->
                  values
                      .computeIfAbsent(name, none -> new LinkedHashMap<>())
                      .computeIfAbsent(value, none -> new ArrayList<>())
                      .add(view.node()));
    }
    TextTable table = TextTable.withHeadings("SETTING", "NODES", "VALUE");
    values.forEach(
        (name, byValue) ->
            byValue.forEach(
                (value, nodes) -> {
                  boolean all = nodes.size() == views.size();
                  table.row(name, all ? "all" : String.join(" ", nodes), value);
                }));
    return table;
  }

  private static ObjectNode data(List<ConfigView> views, List<Answer<ConfigView>> answers) {
    ObjectNode data = JSON.createObjectNode();
    data.putArray("nodes");
    for (ConfigView view : views) {
      ObjectNode node = data.withArray("/nodes").addObject().put("node", view.node());
      ArrayNode bounds = node.putArray("bounds");
      view.bounds().forEach(bound -> bounds.add(json(bound)));
      ObjectNode settings = node.putObject("settings");
      view.settings().forEach(settings::put);
    }
    data.set("silent", silent(answers));
    return data;
  }

  private static ObjectNode json(ConfigView.Limit bound) {
    ObjectNode json = JSON.createObjectNode().put("name", bound.name());
    json.put("limit", bound.limit()).put("unit", bound.unit());
    json.put("use", bound.use().isPresent() ? bound.use().getAsLong() : null);
    return json.put("beyond", bound.beyond());
  }
}
