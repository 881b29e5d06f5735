package kassa.chaos.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import kassa.gateway.console.TextTable;

/**
 * What an overload found, for people and for programs.
 *
 * @param subject what was measured
 * @param cores that everything shared
 * @param phases without the warm-up, in order
 * @param peak of the phases that asked for what can be done at most, taken together
 * @param flood of those that asked for ten times of that, taken together
 */
public record OverloadReport(
    String subject,
    int cores,
    List<FloodResult> phases,
    Turnout peak,
    Turnout flood,
    List<Claim> claims) {
  private static final double[] PERCENTILES = {50, 99};

  public OverloadReport {
    phases = List.copyOf(phases);
    claims = List.copyOf(claims);
  }

  /** Whether a single checkout was good. */
  public boolean anythingWorked() {
    return peak.count("good") > 0;
  }

  public boolean allMet() {
    return claims.stream().allMatch(Claim::met);
  }

  /** Of the peak, at ten times of it. */
  private double ratio() {
    double most = peak.goodInASecond();
    return most == 0 ? 0 : flood.goodInASecond() / most;
  }

  /** The table, and a line for each claim. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s · %d cores for all of it · latency in ms of all answers but 503, from the intended start"
            .formatted(subject, cores));
    lines.add("");
    lines.addAll(table().lines());
    lines.add("");
    lines.add("peak:      " + kinds(peak));
    lines.add("ten times: " + kinds(flood));
    lines.add(
        String.format(
            Locale.ROOT,
            "goodput %.1f/s at the peak · %.1f/s at ten times of it · %.0f %%",
            peak.goodInASecond(),
            flood.goodInASecond(),
            100 * ratio()));
    lines.add("");
    claims.forEach(claim -> lines.add(claim.line()));
    return lines;
  }

  private TextTable table() {
    TextTable table =
        TextTable.withHeadings(
            "PHASE",
            ">ASKED/S",
            ">GOOD/S",
            ">503",
            ">OTHERS",
            ">NO LINE",
            ">NOT STARTED",
            ">P50",
            ">P99",
            ">GENERATOR CPU",
            ">OTHER CPU");
    for (FloodResult phase : phases) {
      Turnout turnout = phase.turnout();
      table.row(
          List.of(
              phase.name(),
              Integer.toString(phase.schedule().rate()),
              String.format(Locale.ROOT, "%.1f", turnout.goodInASecond()),
              Long.toString(turnout.count("503")),
              Long.toString(turnout.others()),
              Long.toString(turnout.withoutLine()),
              Long.toString(turnout.notStarted()),
              BenchReport.millis(turnout.millisOf(50)),
              BenchReport.millis(turnout.millisOf(99)),
              percent(phase.percentOfMachine(Bench.GENERATOR::equals, cores)),
              percent(phase.percentOfMachine(name -> !name.equals(Bench.GENERATOR), cores))));
    }
    return table;
  }

  private static String percent(double percent) {
    return String.format(Locale.ROOT, "%.0f %%", percent);
  }

  /** How many ended how. */
  static String kinds(Turnout turnout) {
    return turnout.kinds().entrySet().stream()
        .map(kind -> String.format(Locale.ROOT, "%s %,d", kind.getKey(), kind.getValue()))
        .collect(Collectors.joining(" · "));
  }

  /** The data of {@code kassa.bench.overload/v1}. */
  public ObjectNode json() {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("subject", subject);
    data.put("cores", cores);
    data.put("peak_per_second", peak.goodInASecond());
    data.put("overload_per_second", flood.goodInASecond());
    data.put("ratio", ratio());
    ArrayNode list = data.putArray("phases");
    phases.forEach(phase -> list.add(json(phase)));
    data.set("claims", Claim.json(claims));
    return data;
  }

  private ObjectNode json(FloodResult phase) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    Turnout turnout = phase.turnout();
    json.put("name", phase.name())
        .put("seconds", phase.schedule().length().toSeconds())
        .put("asked_per_second", phase.schedule().rate())
        .put("good_per_second", turnout.goodInASecond());
    ObjectNode kinds = json.putObject("kinds");
    turnout.kinds().forEach(kinds::put);
    ObjectNode latency = json.putObject("latency_ms");
    for (double percent : PERCENTILES) {
      OptionalDouble millis = turnout.millisOf(percent);
      latency.put("p" + (int) percent, millis.isPresent() ? (Double) millis.getAsDouble() : null);
    }
    json.put("generator_percent", phase.percentOfMachine(Bench.GENERATOR::equals, cores))
        .put("others_percent", phase.percentOfMachine(n -> !n.equals(Bench.GENERATOR), cores));
    return json;
  }
}
