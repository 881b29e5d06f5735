package kassa.chaos.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import kassa.gateway.console.TextTable;

/**
 * What it cost to take in a node, for people and for programs.
 *
 * @param subject what was measured
 * @param cores that everything shared
 * @param ahead how long the node took to fetch what it would own, before it was given its share;
 *     empty when it took too long
 * @param phases in order; none when nothing was good
 */
public record JoinReport(
    String subject,
    int cores,
    Optional<Duration> ahead,
    List<PhaseResult> phases,
    List<Claim> claims) {
  public JoinReport {
    phases = List.copyOf(phases);
    claims = List.copyOf(claims);
  }

  /** Whether a single checkout was good. */
  public boolean anythingWorked() {
    return !phases.isEmpty();
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
            "%s · %d cores for all of it · latency in ms from the intended start, of all that were"
                + " due",
            subject,
            cores));
    lines.add("");
    lines.addAll(table().lines());
    phases.forEach(
        phase -> BenchReport.failures(phase.name(), phase.tally().reasons()).ifPresent(lines::add));
    ahead.ifPresent(
        took -> lines.add("  fetched ahead, before ring commit, in " + took.toSeconds() + " s"));
    lines.add("");
    claims.forEach(claim -> lines.add(claim.line()));
    return lines;
  }

  private TextTable table() {
    TextTable table =
        TextTable.withHeadings(
            "PHASE", ">ASKED/S", ">GOOD", ">FAILED FIRST", ">AFTER RETRY", ">P50", ">P99");
    for (PhaseResult phase : phases) {
      Tally tally = phase.tally();
      table.row(
          List.of(
              phase.name(),
              Integer.toString(phase.schedule().rate()),
              Long.toString(tally.count(Outcome.GOOD)),
              Long.toString(tally.failedFirst()),
              Long.toString(tally.lost()),
              BenchReport.millis(tally.millisOf(50)),
              BenchReport.millis(tally.millisOf(99))));
    }
    return table;
  }

  /** The data of {@code kassa.bench.join/v1}. */
  public ObjectNode json() {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("subject", subject);
    data.put("cores", cores);
    data.put("fetched_ahead_seconds", ahead.map(Duration::toSeconds).orElse(null));
    ArrayNode list = data.putArray("phases");
    phases.forEach(phase -> list.add(json(phase)));
    data.set("claims", Claim.json(claims));
    return data;
  }

  private static ObjectNode json(PhaseResult phase) {
    Tally tally = phase.tally();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", phase.name())
        .put("asked_per_second", phase.schedule().rate())
        .put("good", tally.count(Outcome.GOOD))
        .put("failed_first", tally.failedFirst())
        .put("lost", tally.lost());
    ObjectNode latency = json.putObject("latency_ms");
    for (int percent : List.of(50, 99)) {
      OptionalDouble millis = tally.millisOf(percent);
      latency.put("p" + percent, millis.isPresent() ? (Double) millis.getAsDouble() : null);
    }
    return json;
  }
}
