package kassa.chaos.bench;

import java.time.Duration;
import java.time.Year;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Finds how many checkouts a ring does at most, and then asks by turns for as many and for ten
 * times as many: a machine is not the same from one minute to the next, nor is a ring that is still
 * getting faster. Nobody comes again in this load: a retry is one more that is offered.
 */
public final class Overload {
  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(5);

  private final Subject subject;
  private final OverloadPlan plan;
  private final Shop shop;
  private final Consumer<String> progress;

  private Overload(Subject subject, OverloadPlan plan, Shop shop, Consumer<String> progress) {
    this.subject = subject;
    this.plan = plan;
    this.shop = shop;
    this.progress = progress;
  }

  /**
   * Measures; takes about as long as the plan says.
   *
   * @param apiKey a merchant's
   * @param run a word that no earlier run had
   * @param progress told a line now and then
   */
  public static OverloadReport run(
      Subject subject,
      OverloadPlan plan,
      String apiKey,
      String run,
      Year thisYear,
      Consumer<String> progress)
      throws InterruptedException {
    try (Shop shop =
        new Shop(
            subject.merchantEndpoints(), apiKey, run, thisYear, System::nanoTime, Bench.DEADLINE)) {
      return new Overload(subject, plan, shop, progress).run();
    }
  }

  private OverloadReport run() throws InterruptedException {
    measure("warm-up", plan.warming());
    List<FloodResult> phases = new ArrayList<>();
    Climb climb = Climb.from(plan.firstRate());
    while (climb.next().isPresent()) {
      int rate = climb.next().getAsInt();
      FloodResult step = measure("at-" + rate, plan.at(rate));
      phases.add(step);
      climb = climb.after(step.turnout().goodInASecond());
    }
    Turnout peak = new Turnout(plan.inAll());
    Turnout flood = new Turnout(plan.inAll());
    for (int round = 1; round <= OverloadPlan.ROUNDS; round++) {
      FloodResult most = measure("peak-" + round, plan.peak(climb));
      FloodResult tenfold = measure("ten-times-" + round, plan.flood(climb));
      phases.addAll(List.of(most, tenfold));
      peak.add(most.turnout());
      flood.add(tenfold.turnout());
    }
    return new OverloadReport(
        subject.description(),
        Runtime.getRuntime().availableProcessors(),
        phases,
        peak,
        flood,
        List.of(Claim.goodputHolds(peak, flood), Claim.answersStayQuick(flood)));
  }

  private FloodResult measure(String name, Schedule schedule) throws InterruptedException {
    progress.accept(
        "%s: %s%,d/s for %d s"
            .formatted(
                name,
                schedule.rising() ? "rising to " : "",
                schedule.rate(),
                schedule.length().toSeconds()));
    Map<String, ProcessUse> before = ProcessUse.of(subject);
    long began = System.nanoTime();
    Turnout turnout = new Turnout(schedule.length());
    Load load = Load.ofSingleTries(shop, name, schedule, turnout::add);
    while (!load.over().isDone()) {
      try {
        load.over().get(BETWEEN_REPORTS.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException notYet) {
        progress.accept(shop.ask(() -> line(load, turnout)));
      } catch (ExecutionException bug) {
        throw new IllegalStateException(bug.getCause());
      }
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    return new FloodResult(name, schedule, turnout, took, before, ProcessUse.of(subject));
  }

  private static String line(Load load, Turnout turnout) {
    return String.format(
        Locale.ROOT,
        "  %3d s  %s · in flight %,d · p50 %s · p99 %s ms",
        TimeUnit.NANOSECONDS.toSeconds(load.elapsed()),
        OverloadReport.kinds(turnout),
        load.inFlight(),
        BenchReport.millis(turnout.millisOf(50)),
        BenchReport.millis(turnout.millisOf(99)));
  }
}
