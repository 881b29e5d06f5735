package kassa.chaos.console;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import kassa.chaos.sim.Campaign;
import kassa.gateway.console.Exit;
import kassa.gateway.console.Refusal;
import kassa.gateway.sim.Checkouts;
import kassa.gateway.sim.Scale;
import kassa.ring.sim.Appends;
import kassa.ring.sim.Bug;
import kassa.ring.sim.Failure;
import kassa.ring.sim.Found;
import kassa.ring.sim.RingMutant;
import kassa.ring.sim.Run;
import kassa.ring.sim.Stage;
import org.jspecify.annotations.Nullable;

/** What {@code sim} does; apart from its command, for it needs the simulator's classes. */
final class Simulation {
  /** What is simulated. */
  enum World {
    CHECKOUTS,
    RING,
    CHANGING_RING
  }

  private static final List<Integer> SIZES = List.of(3, 10, 30, 100);

  private final String commit;
  private final World world;
  private final int operations;
  private final Consumer<String> tell;
  private final Consumer<Campaign> report;

  /**
   * @param operations in each seed
   * @param tell how it goes, line by line
   * @param report what became of seeds that all held
   */
  Simulation(
      String commit,
      World world,
      int operations,
      Consumer<String> tell,
      Consumer<Campaign> report) {
    this.commit = commit;
    this.world = world;
    this.operations = operations;
    this.tell = tell;
    this.report = report;
  }

  private Stage stage(@Nullable Bug planted) {
    if (planted instanceof RingMutant) {
      return Appends.changing(operations);
    }
    if (planted instanceof kassa.ring.sim.Mutant) {
      return Appends.stage(operations);
    }
    return switch (world) {
      case CHECKOUTS -> Checkouts.stage(operations);
      case RING -> Appends.stage(operations);
      case CHANGING_RING -> Appends.changing(operations);
    };
  }

  private Stream<Bug> bugs() {
    return Stream.of(
            Appends.stage(operations), Appends.changing(operations), Checkouts.stage(operations))
        .flatMap(stage -> stage.bugs().stream());
  }

  private Bug bug(String name) {
    String wanted = name.toUpperCase(Locale.ROOT).replace('-', '_');
    return bugs()
        .filter(bug -> bug.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    Exit.USAGE,
                    "No mutant " + name + ". There are: " + bugs().map(Bug::name).toList()));
  }

  Exit traced(@Nullable String mutant, long only) {
    Bug planted = mutant == null ? null : bug(mutant);
    Stage stage = stage(planted);
    Run run = Run.of(stage, stage.plan(only), planted, tell);
    tell.accept("trace %016x after %d ms".formatted(run.trace(), run.lasted()));
    return run.fails() ? failed(stage, planted, run) : Exit.OK;
  }

  Exit campaign(@Nullable String mutant, long first, int count, int threads)
      throws InterruptedException {
    Bug planted = mutant == null ? null : bug(mutant);
    Stage stage = stage(planted);
    tell.accept("seeds %d to %d of commit %s".formatted(first, first + count - 1, commit));
    Campaign campaign = Campaign.run(stage, planted, first, count, threads, tell);
    if (campaign.failed().isPresent()) {
      return failed(stage, planted, campaign.failed().get());
    }
    report.accept(campaign);
    if (!campaign.missed().isEmpty()) {
      tell.accept("NOT reached: " + campaign.missed());
      return Exit.ERROR;
    }
    return Exit.OK;
  }

  private Exit failed(Stage stage, @Nullable Bug planted, Run run) {
    tell.accept("seed %d fails; shrinking its plan".formatted(run.plan().seed()));
    Failure.of(stage, planted, run).lines(commit).forEach(tell);
    return Exit.ERROR;
  }

  /** Prints a table of ring/README.md. */
  Exit scale() {
    tell.accept(Scale.heading());
    SIZES.forEach(nodes -> tell.accept(Scale.of(nodes).row()));
    return Exit.OK;
  }

  /** Prints a table of ring/README.md. */
  Exit searchAll(long first) {
    tell.accept("| planted bug | rule | breaks | found by seed | of those tried |");
    tell.accept("| --- | --- | --- | --- | --- |");
    boolean all = true;
    for (Bug bug : bugs().toList()) {
      Optional<Found> found = Found.search(stage(bug), bug, first);
      all &= found.isPresent();
      String how =
          found
              .map(f -> "`%s` | %d | %d |".formatted(f.sentence(), f.seed(), f.tries()))
              .orElse("nothing that was seen | none | %d |".formatted(Found.WITHIN));
      tell.accept("| `%s` | %s | %s".formatted(bug.name(), bug.rule(), how));
    }
    return all ? Exit.OK : Exit.ERROR;
  }
}
