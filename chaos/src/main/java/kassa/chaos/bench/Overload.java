package kassa.chaos.bench;

import java.time.Year;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds how many checkouts a ring does at most, and then asks by turns for as many and for ten
 * times as many: a machine is not the same from one minute to the next, nor is a ring that is still
 * getting faster. Nobody comes again in this load: a retry is one more that is offered.
 */
public final class Overload {
  private final OverloadPlan plan;
  private final Floods floods;

  private Overload(OverloadPlan plan, Floods floods) {
    this.plan = plan;
    this.floods = floods;
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
      return new Overload(plan, new Floods(subject, shop, progress)).run();
    }
  }

  private OverloadReport run() throws InterruptedException {
    Peak found = plan.search().in(floods);
    List<FloodResult> phases = new ArrayList<>(found.steps());
    Turnout peak = new Turnout(plan.inAll());
    Turnout flood = new Turnout(plan.inAll());
    for (int round = 1; round <= OverloadPlan.ROUNDS; round++) {
      FloodResult most = floods.measure("peak-" + round, plan.peak(found.top()));
      FloodResult tenfold = floods.measure("ten-times-" + round, plan.flood(found.top()));
      phases.addAll(List.of(most, tenfold));
      peak.add(most.turnout());
      flood.add(tenfold.turnout());
    }
    return new OverloadReport(
        floods.subject().description(),
        Runtime.getRuntime().availableProcessors(),
        phases,
        peak,
        flood,
        List.of(Claim.goodputHolds(peak, flood), Claim.answersStayQuick(flood)));
  }
}
