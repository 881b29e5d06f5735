package kassa.chaos.bench;

import java.time.Duration;
import java.time.Year;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import kassa.chaos.lab.LabFailure;

/**
 * The phases, one after the other: a warm-up that counts for nothing, the full rate, half of it,
 * and at half of it the death and the return of the last node.
 */
public final class Bench {
  private static final Duration UNTIL_DRAINED = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 250;

  /** A node gives its own last word after 4 s. */
  static final Duration DEADLINE = Duration.ofSeconds(5);

  /** The name of this process among those of the lab. */
  static final String GENERATOR = "generator";

  private final Subject subject;
  private final BenchPlan plan;
  private final Consumer<String> progress;
  private final Shop shop;

  private Bench(Subject subject, BenchPlan plan, Shop shop, Consumer<String> progress) {
    this.subject = subject;
    this.plan = plan;
    this.shop = shop;
    this.progress = progress;
  }

  /**
   * Measures; takes as long as the plan, and some seconds more.
   *
   * @param apiKey a merchant's
   * @param run a word that no earlier run had
   * @param progress told a line now and then
   */
  public static BenchReport run(
      Subject subject,
      BenchPlan plan,
      String apiKey,
      String run,
      Year thisYear,
      Consumer<String> progress)
      throws InterruptedException {
    try (Shop shop =
        new Shop(subject.merchantEndpoints(), apiKey, run, thisYear, System::nanoTime, DEADLINE)) {
      return new Bench(subject, plan, shop, progress).run();
    }
  }

  private BenchReport run() throws InterruptedException {
    phase("warm-up", plan.warmUp());
    phase("full-warm-up", plan.warmUpAtFullRate());
    List<PhaseResult> phases = new ArrayList<>();
    phases.add(phase("sustained", plan.atFullRate()));
    phases.add(phase("half", plan.atHalfRate()));
    List<Claim> claims = new ArrayList<>();
    claims.add(Claim.sustained(phases.get(0)));
    claims.add(Claim.quick(phases.get(1)));
    claims.add(Claim.small(subject.nodes(), phases));
    Optional<Recovery> recovery = Optional.empty();
    if (plan.kill()) {
      String victim = subject.nodes().get(subject.nodes().size() - 1);
      List<Checkout.Ended> ended = new ArrayList<>();
      Phase blown = begun("blow", plan.withBlow(), ended::add);
      blown.await(plan.untilBlow());
      long at = blown.elapsed();
      subject.kill(victim);
      progress.accept(victim + " is killed");
      phases.add(blown.result());
      Blow blow = Blow.of(victim, at, plan.settling(), ended);
      claims.add(Claim.survivesBlow(blow, plan.settling()));
      claims.add(Claim.settlesAfterBlow(blow, plan.settling()));

      Phase returning = begun("return", plan.withReturn(), one -> {});
      recovery = Optional.of(recovered(victim, returning));
      phases.add(returning.result());
      claims.add(Claim.recovers(recovery.get()));
    }
    return new BenchReport(
        subject.description(), plan, Runtime.getRuntime().availableProcessors(), phases, claims);
  }

  private PhaseResult phase(String name, Schedule schedule) throws InterruptedException {
    return begun(name, schedule, ended -> {}).result();
  }

  private Phase begun(String name, Schedule schedule, Consumer<Checkout.Ended> observer) {
    progress.accept(name + ": " + schedule.inWords());
    return new Phase(name, schedule, subject, shop, observer, progress);
  }

  private Recovery recovered(String node, Phase load) throws InterruptedException {
    long hints = subject.hintsFor(node).orElse(0);
    long started = System.nanoTime();
    try {
      subject.start(List.of(node));
    } catch (LabFailure failed) {
      return new Recovery(node, hints, Optional.empty(), Optional.empty(), failed.words());
    }
    Duration served = since(started);
    progress.accept(node + " serves again");
    long serving = System.nanoTime();
    OptionalLong waiting = subject.hintsFor(node);
    while (!waiting.equals(OptionalLong.of(0)) && since(serving).compareTo(UNTIL_DRAINED) < 0) {
      load.await(Duration.ofMillis(POLL_MILLIS));
      waiting = subject.hintsFor(node);
    }
    boolean drained = waiting.equals(OptionalLong.of(0));
    return new Recovery(
        node,
        hints,
        Optional.of(served),
        drained ? Optional.of(since(serving)) : Optional.empty(),
        drained
            ? ""
            : (waiting.isPresent() ? waiting.getAsLong() + " still wait" : "a node does not say")
                + " after "
                + UNTIL_DRAINED.toSeconds()
                + " s");
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
