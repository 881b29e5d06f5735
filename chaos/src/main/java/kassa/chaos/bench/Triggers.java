package kassa.chaos.bench;

import java.time.Duration;
import java.time.Year;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import kassa.chaos.lab.LabFailure;

/**
 * Finds how many checkouts a ring does at most, and then pulls one trigger after the other while it
 * is asked for 70 % of that.
 */
public final class Triggers {
  private static final Duration UNTIL_WHOLE = Duration.ofMinutes(3);
  private static final long POLL_MILLIS = 250;

  private final Subject subject;
  private final TriggerPlan plan;
  private final Shop shop;
  private final Consumer<String> progress;

  private Triggers(Subject subject, TriggerPlan plan, Shop shop, Consumer<String> progress) {
    this.subject = subject;
    this.plan = plan;
    this.shop = shop;
    this.progress = progress;
  }

  /**
   * Measures; takes about as long as the plan says, and what starting takes. Without anything good
   * at the peak no trigger is pulled.
   *
   * @param apiKey a merchant's
   * @param run a word that no earlier run had
   * @param progress told a line now and then
   * @throws LabFailure when something does not come up again, or the ring is not whole again
   */
  public static TriggerReport run(
      Subject subject,
      TriggerPlan plan,
      String apiKey,
      String run,
      Year thisYear,
      Consumer<String> progress)
      throws InterruptedException {
    try (Shop shop =
        new Shop(
            subject.merchantEndpoints(), apiKey, run, thisYear, System::nanoTime, Bench.DEADLINE)) {
      return new Triggers(subject, plan, shop, progress).run();
    }
  }

  private TriggerReport run() throws InterruptedException {
    Floods floods = new Floods(subject, shop, progress);
    double peak = plan.search().in(floods).lasting(floods, plan.search().step());
    List<TriggerResult> results = new ArrayList<>();
    List<Claim> claims = new ArrayList<>();
    for (Trigger trigger : peak > 0 ? Trigger.values() : new Trigger[0]) {
      awaitWhole();
      TriggerResult result = Ordeal.of(trigger, plan.rate(peak), subject, shop, plan, progress);
      Claim claim = Claim.comesBack(result, plan.within());
      results.add(result);
      claims.add(claim);
      // Whatever goes wrong later on, this is known.
      progress.accept(claim.line());
    }
    return new TriggerReport(
        subject.description(),
        Runtime.getRuntime().availableProcessors(),
        peak,
        plan,
        results,
        claims);
  }

  /** Until all nodes answer, and nothing waits for any of them. */
  private void awaitWhole() throws InterruptedException {
    long deadline = System.nanoTime() + UNTIL_WHOLE.toNanos();
    List<String> lacking = lacking();
    if (!lacking.isEmpty()) {
      progress.accept("waits until the ring is whole");
    }
    while (!lacking.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new LabFailure(
            "The ring is not whole after %d s: %s"
                .formatted(UNTIL_WHOLE.toSeconds(), String.join("; ", lacking)));
      }
      Thread.sleep(POLL_MILLIS);
      lacking = lacking();
    }
  }

  private List<String> lacking() {
    List<String> lacking = new ArrayList<>();
    for (String node : subject.nodes()) {
      OptionalLong hints = subject.hintsFor(node);
      if (hints.isEmpty()) {
        lacking.add("another node than " + node + " does not answer");
      } else if (hints.getAsLong() > 0) {
        lacking.add(hints.getAsLong() + " hints wait for " + node);
      }
    }
    return lacking;
  }
}
