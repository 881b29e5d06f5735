package kassa.chaos.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A load that runs, and what it has come to so far. For one thread; the load has its own. */
final class Phase {
  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(5);

  private final String name;
  private final Schedule schedule;
  private final Subject subject;
  private final Shop shop;
  private final Consumer<String> progress;
  private final Tally tally;
  private final Map<String, ProcessUse> before;
  private final Load load;
  private long lastReport = System.nanoTime();

  /**
   * Begins at once.
   *
   * @param observer told of every checkout that was due, once, on the event loop
   * @param progress told a line now and then
   */
  Phase(
      String name,
      Schedule schedule,
      Subject subject,
      Shop shop,
      Consumer<Checkout.Ended> observer,
      Consumer<String> progress) {
    this.name = name;
    this.schedule = schedule;
    this.subject = subject;
    this.shop = shop;
    this.progress = progress;
    this.tally = new Tally(schedule.length());
    this.before = ProcessUse.of(subject);
    this.load = Load.begin(shop, name, schedule, tally.before(observer));
  }

  /** Waits, and tells how it goes; returns early when the load is over. */
  void await(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (!load.over().isDone() && System.nanoTime() < end) {
      long report = lastReport + BETWEEN_REPORTS.toNanos();
      try {
        load.over().get(Math.min(report, end) - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException notYet) {
        if (System.nanoTime() >= report) {
          lastReport = System.nanoTime();
          progress.accept(shop.ask(this::line));
        }
      } catch (ExecutionException bug) {
        throw new IllegalStateException(bug.getCause());
      }
    }
  }

  /** Nanoseconds since the begin of the schedule. */
  long elapsed() {
    return load.elapsed();
  }

  private String line() {
    return String.format(
        Locale.ROOT,
        "  %3d s  good %,d · pending %,d · failed first %,d · not answered %,d · in flight %,d"
            + " · p50 %s · p99 %s ms",
        TimeUnit.NANOSECONDS.toSeconds(load.elapsed()),
        tally.count(Outcome.GOOD),
        tally.count(Outcome.PENDING),
        tally.failedFirst(),
        tally.lost(),
        load.inFlight(),
        BenchReport.millis(tally.millisOf(50)),
        BenchReport.millis(tally.millisOf(99)));
  }

  /** Waits for its end. */
  PhaseResult result() throws InterruptedException {
    while (!load.over().isDone()) {
      await(BETWEEN_REPORTS);
    }
    return new PhaseResult(name, schedule, tally, before, ProcessUse.of(subject));
  }

  /** Ends it before its time: nothing more becomes due, and what has begun has its last word. */
  PhaseResult cutShort() throws InterruptedException {
    load.cutShort();
    return result();
  }
}
