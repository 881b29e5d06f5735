package kassa.gateway.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import kassa.gateway.verify.Finding;
import kassa.gateway.verify.Promise;
import kassa.gateway.verify.Verification;

/**
 * What a verification adds up to: what is violated, and why it may not know all.
 *
 * @param drain what still waits in outboxes
 * @param unread why not all of the ring was read, in sentences; empty when it was
 */
record VerifyReport(Verification verification, List<Finding> drain, List<String> unread) {
  /** Keys that are listed of each invariant. */
  private static final int EXAMPLES = 5;

  private static final String RUNBOOK = " · runbook: docs in gateway/README.md#";

  /** Gravest last. */
  enum Level {
    CLEAN,
    UNKNOWN,
    VIOLATED
  }

  /**
   * An invariant that does not hold.
   *
   * @param keys how many were found twice
   * @param more keys of which the same was found once, and that were too many to look at again
   * @param examples by key, the first thing that was found of it
   */
  record Violated(
      Promise promise, int keys, long more, Map<String, String> examples, String next) {}

  List<Violated> violated() {
    Map<Promise, List<Finding>> found = new EnumMap<>(Promise.class);
    Stream.concat(
            verification.violations(unread.isEmpty()).stream(),
            drain.stream().filter(finding -> !finding.late()))
        .forEach(f -> found.computeIfAbsent(f.promise(), promise -> new ArrayList<>()).add(f));
    return found.values().stream().map(this::violated).toList();
  }

  private Violated violated(List<Finding> findings) {
    Map<String, String> keys = new TreeMap<>();
    findings.forEach(f -> keys.merge(f.key(), f.what(), VerifyReport::shorter));
    Promise promise = findings.get(0).promise();
    Map<String, String> examples = new TreeMap<>();
    keys.entrySet().stream()
        .limit(EXAMPLES)
        .forEach(example -> examples.put(example.getKey(), example.getValue()));
    return new Violated(
        promise,
        keys.size(),
        verification.beyond().getOrDefault(promise, 0L),
        examples,
        next(promise, findings));
  }

  /** One thing is enough of each key. */
  private static String shorter(String first, String other) {
    return first.endsWith(" …") ? first : first + " …";
  }

  private String next(Promise promise, List<Finding> findings) {
    String key = findings.get(0).key();
    return switch (promise) {
      case OWNERS_ARE_EQUAL ->
          findings.stream().anyMatch(f -> f.unarchivedSince().isPresent())
              ? "./kassa archive replay --since "
                  + verification.unarchivedSince().map(Object::toString).orElse("TIME")
              : "./kassa order explain " + key + RUNBOOK + "what-must-hold";
      case HINTS_DRAIN -> "./kassa hints list";
      case ORDERS_SETTLE ->
          "./kassa order explain " + key + RUNBOOK + "orders-that-stay-processing";
      case ACKED_IS_DURABLE,
          FACTS_ONLY_GROW,
          INTENT_BEFORE_MONEY,
          DECLINED_IS_NEVER_CHARGED,
          CHARGED_ONCE ->
          "./kassa order explain " + key + RUNBOOK + "what-must-hold";
      case ONE_AUTHORIZATION_PER_ATTEMPT ->
          "ask the acquirer about reference " + key + RUNBOOK + "what-must-hold";
    };
  }

  /** Why something may be wrong that is not listed, in sentences. */
  List<String> unknown() {
    List<String> reasons = new ArrayList<>(unread);
    if (!verification.archiveWasRead()) {
      reasons.add("The archive was not read.");
    }
    List<Finding> open =
        Stream.concat(verification.open().stream(), drain.stream().filter(Finding::late)).toList();
    open.stream()
        .map(Finding::promise)
        .distinct()
        .sorted()
        .forEach(promise -> reasons.add(open(promise, open)));
    List<Promise> listed = violated().stream().map(Violated::promise).toList();
    verification.beyond().entrySet().stream()
        .filter(more -> !listed.contains(more.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            more ->
                reasons.add(
                    "%s: %d more keys were seen once, too many to look at again."
                        .formatted(more.getKey().wire(), more.getValue())));
    return reasons;
  }

  private static String open(Promise promise, List<Finding> open) {
    List<Finding> of = open.stream().filter(f -> f.promise() == promise).toList();
    long keys = of.stream().map(Finding::key).distinct().count();
    return "%s: of %s it may still become right; %s %s."
        .formatted(
            promise.wire(),
            keys == 1 ? "1 key" : keys + " keys",
            of.get(0).key(),
            of.get(0).what());
  }

  Level level() {
    return violated().isEmpty()
        ? unknown().isEmpty() ? Level.CLEAN : Level.UNKNOWN
        : Level.VIOLATED;
  }

  Exit exit() {
    return switch (level()) {
      case CLEAN -> Exit.OK;
      case UNKNOWN -> Exit.TIMED_OUT;
      case VIOLATED -> Exit.UNHEALTHY;
    };
  }

  TextTable places() {
    TextTable table = TextTable.withHeadings("PLACE", ">KEYS", ">FACTS");
    new TreeMap<>(verification.places())
        .forEach(
            (place, tally) ->
                table.row(place, Long.toString(tally.keys()), Long.toString(tally.facts())));
    return table;
  }

  /** What is printed below the places; the first word of a line says how grave it is. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Violated one : violated()) {
      lines.add("VIOLATED  %s: %s".formatted(one.promise().wire(), one.promise().sentence()));
      String count = one.keys() == 1 ? "1 key" : one.keys() + " keys";
      String more = one.more() == 0 ? "" : ", and %d more seen once".formatted(one.more());
      lines.add("  " + count + more + (one.keys() > EXAMPLES ? ", such as" : ""));
      one.examples().forEach((key, what) -> lines.add("  " + key + "  " + what));
      lines.add("  Next: " + one.next());
    }
    unknown().forEach(reason -> lines.add("UNKNOWN  " + reason));
    if (level() == Level.CLEAN) {
      lines.add(
          "OK  %d keys were read everywhere, and all holds: %s."
              .formatted(verification.keys(), String.join(", ", checked())));
    } else if (violated().isEmpty()) {
      lines.add("Nothing is violated by what was read. Next: ./kassa verify");
    }
    if (!verification.hasLedger()) {
      lines.add("The acquirer's ledger was not compared: name it with --ledger.");
    }
    return lines;
  }

  /** The names of what was looked for. */
  List<String> checked() {
    return Arrays.stream(Promise.values())
        .filter(promise -> verification.hasLedger() || !promise.needsLedger())
        .map(Promise::wire)
        .toList();
  }
}
