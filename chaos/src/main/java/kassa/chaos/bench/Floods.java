package kassa.chaos.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Loads of customers who do not come again, one after the other.
 *
 * @param progress told a line now and then
 */
record Floods(Subject subject, Shop shop, Consumer<String> progress) {
  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(5);

  /** Measures one; returns when the last has had its answer. */
  FloodResult measure(String name, Schedule schedule) throws InterruptedException {
    progress.accept(name + ": " + schedule.inWords());
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
