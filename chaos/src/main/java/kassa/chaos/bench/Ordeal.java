package kassa.chaos.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A ring under a steady load, and what one trigger does to it. One thread; methods block. */
final class Ordeal {
  private final Subject subject;
  private final Shop shop;
  private final TriggerPlan plan;
  private final int rate;
  private final Consumer<String> progress;
  private final List<String> down = new ArrayList<>();
  private final List<Checkout.Ended> ended = new ArrayList<>();
  private final Phase steady;
  private @Nullable Phase burst;

  private Ordeal(
      Trigger trigger,
      int rate,
      Subject subject,
      Shop shop,
      TriggerPlan plan,
      Consumer<String> progress) {
    this.subject = subject;
    this.shop = shop;
    this.plan = plan;
    this.rate = rate;
    this.progress = progress;
    this.steady =
        new Phase(trigger.toString(), plan.steady(rate), subject, shop, ended::add, progress);
    progress.accept(String.format(Locale.ROOT, "%s: %,d/s all the while", trigger, rate));
  }

  /**
   * Pulls a trigger and looks how the ring does afterwards; then starts again what is dead.
   *
   * @param rate of the steady load, checkouts a second
   * @param progress told a line now and then
   * @throws kassa.chaos.lab.LabFailure when something does not come up
   */
  static TriggerResult of(
      Trigger trigger,
      int rate,
      Subject subject,
      Shop shop,
      TriggerPlan plan,
      Consumer<String> progress)
      throws InterruptedException {
    return new Ordeal(trigger, rate, subject, shop, plan, progress).of(trigger);
  }

  private TriggerResult of(Trigger trigger) throws InterruptedException {
    awaitCalm();
    long at = steady.elapsed();
    progress.accept(trigger + " begins");
    trigger.pull(this);
    long end = steady.elapsed();
    Duration lasted = Duration.ofNanos(end - at);
    progress.accept(
        String.format(Locale.ROOT, "%s ends after %.1f s", trigger, lasted.toMillis() / 1e3));
    steady.await(plan.watched());
    Map<String, Long> failures = steady.cutShort().tally().reasons();
    Optional<Tally> onTop = burst == null ? Optional.empty() : Optional.of(burst.result().tally());
    start();
    double asked = rate * trigger.reachable(nodes().size());
    return new TriggerResult(
        trigger,
        rate,
        asked,
        lasted,
        Comeback.of(at, end, asked, plan, ended),
        failures,
        onTop.map(Tally::due).orElse(0L),
        onTop.map(tally -> tally.count(Outcome.NOT_STARTED)).orElse(0L));
  }

  /**
   * Of a ring that is still compiling itself after the trigger before, this one would tell lies.
   */
  private void awaitCalm() throws InterruptedException {
    long now = steady.elapsed();
    boolean calm = false;
    while (!calm && now < plan.untilCalm().toNanos()) {
      long from = now;
      steady.await(plan.calm());
      long to = steady.elapsed();
      double good = shop.ask(() -> Comeback.inASecond(ended, from, to));
      calm = TriggerPlan.isEnough(good, rate);
      now = to;
    }
  }

  List<String> nodes() {
    return subject.nodes();
  }

  /** All that runs: nodes, Cassandra and the acquirer. */
  List<String> everything() {
    return List.copyOf(subject.processes().keySet());
  }

  void kill(List<String> names) {
    names.forEach(subject::kill);
    down.addAll(names);
    progress.accept(String.join(", ", names) + " killed");
  }

  /** Starts again all that was killed; returns when it serves. */
  void start() {
    if (!down.isEmpty()) {
      subject.start(List.copyOf(down));
      progress.accept(String.join(", ", down) + " started again");
      down.clear();
    }
  }

  /** Lets the trigger last. */
  void goOn() throws InterruptedException {
    steady.await(plan.lasting());
  }

  /** For a while so many more come that they are this many times as many as without them. */
  void burst(int times) throws InterruptedException {
    Schedule more = plan.burst(rate * (times - 1));
    Phase onTop = new Phase("on-top", more, subject, shop, others -> {}, progress);
    progress.accept("on-top: " + more.inWords());
    burst = onTop;
    onTop.await(plan.lasting());
  }
}
