package kassa.chaos.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kassa.gateway.console.TextTable;

/**
 * What a bench found, for people and for programs.
 *
 * @param subject what was measured
 * @param cores that everything shared
 * @param phases without the warm-up
 */
public record BenchReport(
    String subject, BenchPlan plan, int cores, List<PhaseResult> phases, List<Claim> claims) {
  private static final double[] PERCENTILES = {50, 90, 99, 99.9};

  public BenchReport {
    phases = List.copyOf(phases);
    claims = List.copyOf(claims);
  }

  /** Whether a single checkout was good. */
  public boolean anythingWorked() {
    return phases.stream().anyMatch(phase -> phase.tally().count(Outcome.GOOD) > 0);
  }

  public boolean allMet() {
    return claims.stream().allMatch(Claim::met);
  }

  /** The tables, and a line for each claim. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s · %d cores for all of it · latency in ms from the intended start, of all that were due"
            .formatted(subject, cores));
    lines.add("");
    lines.addAll(checkouts().lines());
    phases.forEach(phase -> failures(phase.name(), phase.tally().reasons()).ifPresent(lines::add));
    lines.add("");
    lines.addAll(processes().lines());
    lines.add("");
    claims.forEach(claim -> lines.add(claim.line()));
    return lines;
  }

  private TextTable checkouts() {
    TextTable table =
        TextTable.withHeadings(
            "PHASE",
            ">ASKED/S",
            ">DONE/S",
            ">GOOD",
            ">DECLINED",
            ">PENDING",
            ">FAILED FIRST",
            ">AFTER RETRY",
            ">NOT STARTED",
            ">P50",
            ">P90",
            ">P99",
            ">P99.9",
            ">MAX");
    for (PhaseResult phase : phases) {
      Tally tally = phase.tally();
      List<String> cells = new ArrayList<>();
      cells.add(phase.name());
      cells.add(Integer.toString(phase.schedule().rate()));
      cells.add(String.format(Locale.ROOT, "%.1f", tally.doneInASecond()));
      cells.add(Long.toString(tally.count(Outcome.GOOD)));
      cells.add(Long.toString(tally.count(Outcome.DECLINED)));
      cells.add(Long.toString(tally.count(Outcome.PENDING)));
      cells.add(Long.toString(tally.failedFirst()));
      cells.add(Long.toString(tally.count(Outcome.FAILED)));
      cells.add(Long.toString(tally.count(Outcome.NOT_STARTED)));
      for (double percent : PERCENTILES) {
        cells.add(millis(tally.millisOf(percent)));
      }
      cells.add(millis(OptionalDouble.of(tally.slowestMillis())));
      table.row(cells);
    }
    return table;
  }

  /** What nodes did to the checkouts of a load that failed; empty when none did. */
  static Optional<String> failures(String load, Map<String, Long> reasons) {
    if (reasons.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "  "
            + load
            + " failures: "
            + new TreeMap<>(reasons)
                .entrySet().stream()
                    .map(reason -> reason.getKey() + " " + reason.getValue())
                    .collect(Collectors.joining(" · ")));
  }

  private TextTable processes() {
    List<String> headings = new ArrayList<>(List.of("PROCESS", ">HEAP LIMIT MIB", ">RSS MIB"));
    phases.forEach(phase -> headings.add(">CPU S, µS EACH: " + phase.name()));
    TextTable table = TextTable.withHeadings(headings.toArray(String[]::new));
    for (String process : names()) {
      List<String> cells = new ArrayList<>();
      cells.add(process);
      Optional<ProcessUse> last = last(process);
      cells.add(last.map(BenchReport::heap).orElse("-"));
      cells.add(last.map(use -> Long.toString(use.resident() >> 20)).orElse("-"));
      phases.forEach(phase -> cells.add(cpu(phase, phase.cpu(process))));
      table.row(cells);
    }
    List<String> sum = new ArrayList<>(List.of("together", "", ""));
    phases.forEach(phase -> sum.add(cpu(phase, Optional.of(together(phase)))));
    return table.row(sum);
  }

  private static String heap(ProcessUse use) {
    return use.heapLimit().isPresent() ? Long.toString(use.heapLimit().getAsLong() >> 20) : "-";
  }

  private static String cpu(PhaseResult phase, Optional<Duration> cpu) {
    return cpu.map(
            used ->
                String.format(
                    Locale.ROOT, "%.1f %5d", used.toMillis() / 1e3, phase.microsEach(used)))
        .orElse("-");
  }

  private Duration together(PhaseResult phase) {
    return names().stream()
        .flatMap(process -> phase.cpu(process).stream())
        .reduce(Duration.ZERO, Duration::plus);
  }

  private List<String> names() {
    return phases.stream()
        .flatMap(phase -> phase.after().keySet().stream())
        .distinct()
        .sorted(java.util.Comparator.comparing(Bench.GENERATOR::equals))
        .toList();
  }

  private Optional<ProcessUse> last(String process) {
    return phases.stream()
        .flatMap(phase -> Optional.ofNullable(phase.after().get(process)).stream())
        .reduce((earlier, later) -> later);
  }

  /** As in the tables: {@code never} when too few were answered. */
  static String millis(OptionalDouble millis) {
    return millis.isPresent() ? String.format(Locale.ROOT, "%.1f", millis.getAsDouble()) : "never";
  }

  /** The data of {@code kassa.bench/v1}. */
  public ObjectNode json() {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("subject", subject);
    data.put("cores", cores);
    data.put("rate", plan.rate());
    data.put("seconds", plan.sustained().toSeconds());
    ArrayNode list = data.putArray("phases");
    phases.forEach(phase -> list.add(json(phase)));
    data.set("claims", Claim.json(claims));
    return data;
  }

  private ObjectNode json(PhaseResult phase) {
    Tally tally = phase.tally();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", phase.name())
        .put("seconds", phase.schedule().length().toSeconds())
        .put("asked_per_second", phase.schedule().rate())
        .put("done_per_second", tally.doneInASecond())
        .put("due", tally.due());
    for (Outcome outcome : Outcome.values()) {
      json.put(outcome.name().toLowerCase(Locale.ROOT), tally.count(outcome));
    }
    json.put("failed_first", tally.failedFirst());
    ObjectNode why = json.putObject("failures");
    new TreeMap<>(tally.reasons()).forEach(why::put);
    ObjectNode latency = json.putObject("latency_ms");
    for (double percent : PERCENTILES) {
      String name = "p" + (percent == 99.9 ? "99_9" : Integer.toString((int) percent));
      OptionalDouble millis = tally.millisOf(percent);
      latency.put(name, millis.isPresent() ? (Double) millis.getAsDouble() : null);
    }
    latency.put("max", tally.slowestMillis());
    ArrayNode processes = json.putArray("processes");
    phase.after().forEach((name, use) -> processes.add(json(phase, name, use)));
    return json;
  }

  private static ObjectNode json(PhaseResult phase, String name, ProcessUse use) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", name).put("pid", use.pid()).put("rss_bytes", use.resident());
    use.heapLimit().ifPresent(bytes -> json.put("heap_limit_bytes", bytes));
    phase
        .cpu(name)
        .ifPresent(
            cpu ->
                json.put("cpu_seconds", cpu.toMillis() / 1e3)
                    .put("cpu_micros_each", phase.microsEach(cpu)));
    return json;
  }
}
