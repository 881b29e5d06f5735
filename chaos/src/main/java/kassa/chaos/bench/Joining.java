package kassa.chaos.bench;

import java.time.Duration;
import java.time.Year;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Fills a ring with orders as fast as it is to do them, asks it for half of that, and lets one more
 * node join meanwhile, as an operator does who waits until it has fetched what it will own: how
 * long until it holds all that it owns, and what customers feel of both.
 */
public final class Joining {
  /** A node that is asked how it does counts its outbox, which is long then. */
  private static final Duration POLL = Duration.ofSeconds(2);

  private final Subject subject;
  private final Newcomer newcomer;
  private final JoinPlan plan;
  private final Shop shop;
  private final Consumer<String> progress;

  private Joining(
      Subject subject, Newcomer newcomer, JoinPlan plan, Shop shop, Consumer<String> progress) {
    this.subject = subject;
    this.newcomer = newcomer;
    this.plan = plan;
    this.shop = shop;
    this.progress = progress;
  }

  /**
   * Measures. When nothing is good nobody joins.
   *
   * @param apiKey a merchant's
   * @param run a word that no earlier run had
   * @param progress told a line now and then
   * @throws kassa.chaos.lab.LabFailure when the newcomer is not taken in
   */
  public static JoinReport run(
      Subject subject,
      Newcomer newcomer,
      JoinPlan plan,
      String apiKey,
      String run,
      Year thisYear,
      Consumer<String> progress)
      throws InterruptedException {
    try (Shop shop =
        new Shop(
            subject.merchantEndpoints(), apiKey, run, thisYear, System::nanoTime, Bench.DEADLINE)) {
      return new Joining(subject, newcomer, plan, shop, progress).run();
    }
  }

  private JoinReport run() throws InterruptedException {
    int cores = Runtime.getRuntime().availableProcessors();
    long hot = placed(phase("warm-up", plan.warmingUp()).result());
    PhaseResult filling = phase("filling", plan.filling(hot)).result();
    if (placed(filling) == 0) {
      return new JoinReport(subject.description(), cores, Optional.empty(), List.of(), List.of());
    }
    catchUp();
    hot += placed(phase("settling", plan.settling()).result());
    PhaseResult normal = phase("normal", plan.beforeJoin()).result();
    hot += placed(filling) + placed(normal);
    Phase meanwhile = phase("joining", plan.meanwhile());
    newcomer.join();
    progress.accept(newcomer.name() + " is joining");
    Optional<Duration> ahead = await(newcomer::hasFetchedAhead, meanwhile);
    Optional<Duration> took = ahead.isPresent() ? commit(meanwhile) : Optional.empty();
    if (took.isPresent()) { // customers may feel what is left as well
      meanwhile.await(plan.warming());
      if (await(newcomer::isConfirmed, meanwhile).isEmpty()) {
        progress.accept("who owned it before still compares, and is not waited for");
      }
    }
    PhaseResult joining = meanwhile.cutShort();
    return new JoinReport(
        subject.description(),
        cores,
        ahead,
        List.of(filling, normal, joining),
        List.of(
            Claim.handedOff(hot, plan, took),
            Claim.nearlyAsQuick(normal.tally(), joining.tally())));
  }

  private static long placed(PhaseResult phase) {
    return phase.tally().count(Outcome.GOOD);
  }

  private Phase phase(String name, Schedule schedule) {
    progress.accept(name + ": " + schedule.inWords());
    return new Phase(name, schedule, subject, shop, ended -> {}, progress);
  }

  /** What filling left to do is neither normal nor part of a join. */
  private void catchUp() throws InterruptedException {
    progress.accept("what is placed comes to the archive");
    long began = System.nanoTime();
    while (!newcomer.findsAllArchived()) {
      if (System.nanoTime() - began > plan.patience().toNanos()) {
        progress.accept("it has not, and is not waited for");
        return;
      }
      Thread.sleep(POLL.toMillis());
    }
  }

  /** How long it took to hand over; empty when it takes too long. */
  private Optional<Duration> commit(Phase meanwhile) throws InterruptedException {
    long began = System.nanoTime();
    newcomer.commit();
    progress.accept(newcomer.name() + " has fetched what it will own, and is given its share");
    return await(newcomer::isWhole, meanwhile)
        .map(waited -> Duration.ofNanos(System.nanoTime() - began));
  }

  /** How long that took; empty when it takes too long. */
  private Optional<Duration> await(BooleanSupplier done, Phase meanwhile)
      throws InterruptedException {
    long began = System.nanoTime();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() - began > plan.patience().toNanos()) {
        return Optional.empty();
      }
      meanwhile.await(POLL);
    }
    return Optional.of(Duration.ofNanos(System.nanoTime() - began));
  }
}
