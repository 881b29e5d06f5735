package kassa.chaos.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import kassa.gateway.console.TextTable;

/**
 * What triggers left behind, for people and for programs.
 *
 * @param subject what was measured
 * @param cores that everything shared
 * @param peak good checkouts a second, at most for half a minute
 * @param results one for each trigger; none when nothing was good at the peak
 */
public record TriggerReport(
    String subject,
    int cores,
    double peak,
    TriggerPlan plan,
    List<TriggerResult> results,
    List<Claim> claims) {
  public TriggerReport {
    results = List.copyOf(results);
    claims = List.copyOf(claims);
  }

  /** Whether a single checkout was good. */
  public boolean anythingWorked() {
    return peak > 0;
  }

  public boolean allMet() {
    return claims.stream().allMatch(Claim::met);
  }

  /** The table, and a line for each claim. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s · %d cores for all of it · peak %.1f/s · good checkouts a second of those who come"
                + " all the while",
            subject,
            cores,
            peak));
    lines.add("");
    lines.addAll(table().lines());
    results.forEach(
        result ->
            BenchReport.failures(result.trigger().toString(), result.failures())
                .ifPresent(lines::add));
    lines.add("");
    claims.forEach(claim -> lines.add(claim.line()));
    return lines;
  }

  private TextTable table() {
    TextTable table =
        TextTable.withHeadings(
            "TRIGGER",
            ">ASKED/S",
            ">BEFORE",
            ">DURING",
            ">LASTED S",
            ">BACK AFTER S",
            ">AT LAST",
            ">FAILED MEANWHILE",
            ">FAILED LATER");
    for (TriggerResult result : results) {
      Comeback comeback = result.comeback();
      OptionalDouble during = comeback.during();
      OptionalInt back = comeback.seconds();
      table.row(
          List.of(
              result.trigger().toString(),
              Claim.oneDigit(result.asked()),
              Claim.oneDigit(comeback.before()),
              during.isPresent() ? Claim.oneDigit(during.getAsDouble()) : "-",
              Claim.oneDigit(result.lasted().toMillis() / 1e3),
              back.isPresent() ? Integer.toString(back.getAsInt()) : "never",
              Claim.oneDigit(comeback.last()),
              Long.toString(comeback.failed()),
              Long.toString(comeback.failedLater())));
    }
    return table;
  }

  /** The data of {@code kassa.bench.trigger/v1}. */
  public ObjectNode json() {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("subject", subject);
    data.put("cores", cores);
    data.put("peak_per_second", peak);
    data.put("within_seconds", plan.within().toSeconds());
    data.put("window_seconds", plan.window().toSeconds());
    ArrayNode list = data.putArray("triggers");
    results.forEach(result -> list.add(json(result)));
    data.set("claims", Claim.json(claims));
    return data;
  }

  private static ObjectNode json(TriggerResult result) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    Comeback comeback = result.comeback();
    OptionalDouble during = comeback.during();
    OptionalInt back = comeback.seconds();
    json.put("name", result.trigger().toString())
        .put("load_per_second", result.rate())
        .put("asked_per_second", result.asked())
        .put("before_per_second", comeback.before())
        .put("during_per_second", during.isPresent() ? (Double) during.getAsDouble() : null)
        .put("lasted_seconds", result.lasted().toMillis() / 1e3)
        .put("back_after_seconds", back.isPresent() ? (Integer) back.getAsInt() : null)
        .put("last_per_second", comeback.last())
        .put("failed_meanwhile", comeback.failed())
        .put("failed_later", comeback.failedLater())
        .put("burst", result.burst())
        .put("burst_not_offered", result.notOffered());
    ArrayNode after = json.putArray("good_by_second_after");
    comeback.after().forEach(after::add);
    ObjectNode why = json.putObject("failures");
    new TreeMap<>(result.failures()).forEach(why::put);
    return json;
  }
}
