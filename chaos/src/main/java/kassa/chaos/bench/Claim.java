package kassa.chaos.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Something that is said of Kassa, held against what was measured.
 *
 * @param said as in the documentation, with the numbers of this run
 * @param measured in words
 */
record Claim(String said, String measured, boolean met) {
  /** Those in flight when a phase ends are done after it; so is one checkout in a hundred. */
  private static final double NEARLY = 0.99;

  private static final double MOST_MILLIS = 100;
  private static final double MOST_PERCENT_LOST = 1;

  /** Of the peak, while more than can be done is asked for. */
  private static final double LEAST_RATIO = 0.8;

  private static final double MOST_MILLIS_OVERLOADED = 1_000;
  private static final int MOST_TIMES_SLOWER = 2;
  private static final long MOST_HEAP = 384L << 20;

  static Claim sustained(PhaseResult phase) {
    Tally tally = phase.tally();
    int asked = phase.schedule().rate();
    return new Claim(
        text(
            "%,d checkouts/s are sustained for %d s", asked, phase.schedule().length().toSeconds()),
        text(
            "%s/s, %,d of %,d not answered",
            oneDigit(tally.doneInASecond()), tally.lost(), tally.due()),
        tally.doneInASecond() >= NEARLY * asked);
  }

  static Claim quick(PhaseResult phase) {
    OptionalDouble p99 = phase.tally().millisOf(99);
    return new Claim(
        text("p99 is at most 100 ms at %,d/s", phase.schedule().rate()),
        p99.isPresent() ? oneDigit(p99.getAsDouble()) + " ms" : "over 1 % were not answered at all",
        p99.isPresent() && p99.getAsDouble() <= MOST_MILLIS);
  }

  /** Nodes end by themselves when their heap does not suffice. */
  static Claim small(List<String> nodes, List<PhaseResult> phases) {
    List<String> trouble = new ArrayList<>();
    for (String node : nodes) {
      for (PhaseResult phase : phases) {
        ProcessUse use = phase.after().get(node);
        if (use == null) {
          trouble.add(node + " was gone after " + phase.name());
        } else if (use.heapLimit().isEmpty() || use.heapLimit().getAsLong() > MOST_HEAP) {
          trouble.add(node + " may use a larger heap");
        } else if (phase.cpu(node).isEmpty()) {
          trouble.add(node + " was another process after " + phase.name());
        }
      }
    }
    return new Claim(
        "a node lives in a heap of 384 MiB",
        trouble.isEmpty()
            ? "all did"
            : trouble.stream().distinct().collect(Collectors.joining(", ")),
        trouble.isEmpty());
  }

  static Claim survivesBlow(Blow blow, Duration settling) {
    return new Claim(
        text(
            "at most 1 %% fail after one retry within %d s of the loss of a node",
            settling.toSeconds()),
        text(
            "%s %%: %,d of %,d; %,d needed the retry",
            text("%.2f", blow.percentLostDuring()),
            blow.lostDuring(),
            blow.during(),
            blow.failedFirstDuring()),
        blow.during() > 0 && blow.percentLostDuring() <= MOST_PERCENT_LOST);
  }

  static Claim settlesAfterBlow(Blow blow, Duration settling) {
    return new Claim(
        text("none fails after one retry from %d s later on", settling.toSeconds()),
        text("%,d of %,d", blow.lostLater(), blow.later()),
        blow.later() > 0 && blow.lostLater() == 0);
  }

  static Claim recovers(Recovery recovery) {
    String measured =
        recovery.served().isEmpty()
            ? recovery.trouble()
            : text(
                "%s serves after %s s; %,d hints %s",
                recovery.node(),
                oneDigit(recovery.served().get().toMillis() / 1e3),
                recovery.hints(),
                recovery
                    .drained()
                    .map(time -> "drained " + oneDigit(time.toMillis() / 1e3) + " s later")
                    .orElse("waited; " + recovery.trouble()));
    return new Claim(
        "a node that comes back gets what it missed", measured, recovery.drained().isPresent());
  }

  /**
   * @param peak what became of as many as can be done
   * @param flood and of ten times as many
   */
  static Claim goodputHolds(Turnout peak, Turnout flood) {
    double most = peak.goodInASecond();
    double good = flood.goodInASecond();
    boolean offered = flood.notStarted() <= (1 - NEARLY) * flood.due();
    return new Claim(
        text("at ten times the peak at least %.0f %% of it are done", 100 * LEAST_RATIO),
        text("%s of %s/s", oneDigit(good), oneDigit(most))
            + (flood.withoutLine() == 0
                ? ""
                : text("; %,d of %,d found a line", flood.atTheDoor(), flood.due()))
            + (offered ? "" : text("; %,d were not even offered", flood.notStarted())),
        most > 0 && good >= LEAST_RATIO * most && offered);
  }

  static Claim answersStayQuick(Turnout flood) {
    OptionalDouble p99 = flood.millisOf(99);
    return new Claim(
        "p99 of the answers other than 503 is at most 1 s",
        p99.isPresent() ? oneDigit(p99.getAsDouble()) + " ms" : "over 1 % got no answer at all",
        p99.isPresent() && p99.getAsDouble() <= MOST_MILLIS_OVERLOADED);
  }

  static Claim comesBack(TriggerResult result, Duration within) {
    Comeback comeback = result.comeback();
    OptionalInt back = comeback.seconds();
    boolean offered = result.notOffered() <= (1 - NEARLY) * result.burst();
    return new Claim(
        text("throughput is back within %d s of %s", within.toSeconds(), result.trigger().end()),
        (back.isPresent() ? text("after %d s", back.getAsInt()) : "not in that time")
            + text(", at last %s of %s/s", oneDigit(comeback.last()), oneDigit(result.asked()))
            + (offered ? "" : text("; %,d were not even offered", result.notOffered())),
        back.isPresent() && offered);
  }

  /**
   * @param hot orders on the disks when a node joined
   * @param took until it held all that it owns; empty when that was not waited for any more
   */
  static Claim handedOff(long hot, JoinPlan plan, Optional<Duration> took) {
    return new Claim(
        text(
            "%,d hot orders are handed off to one more node within %d s, at half load",
            plan.orders(), plan.within().toSeconds()),
        text("%,d orders, ", hot)
            + took.map(time -> "after " + oneDigit(time.toMillis() / 1e3) + " s")
                .orElse("not within " + plan.patience().toSeconds() + " s"),
        hot >= plan.orders() && took.isPresent() && took.get().compareTo(plan.within()) <= 0);
  }

  /** What customers feel of a change. */
  static Claim nearlyAsQuick(Tally before, Tally meanwhile) {
    OptionalDouble normal = before.millisOf(99);
    OptionalDouble changed = meanwhile.millisOf(99);
    boolean known = normal.isPresent() && changed.isPresent();
    return new Claim(
        text("p99 is meanwhile at most %d times the normal", MOST_TIMES_SLOWER),
        text("%s ms, normally %s ms", BenchReport.millis(changed), BenchReport.millis(normal)),
        known && changed.getAsDouble() <= MOST_TIMES_SLOWER * normal.getAsDouble());
  }

  static ArrayNode json(List<Claim> claims) {
    ArrayNode held = JsonNodeFactory.instance.arrayNode();
    claims.forEach(
        claim ->
            held.addObject()
                .put("claim", claim.said())
                .put("measured", claim.measured())
                .put("met", claim.met()));
    return held;
  }

  String line() {
    return (met ? "met      " : "NOT met  ") + said + ": " + measured;
  }

  static String oneDigit(double number) {
    return text("%,.1f", number);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
