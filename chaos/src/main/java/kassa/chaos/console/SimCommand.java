package kassa.chaos.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import kassa.chaos.sim.Campaign;
import kassa.gateway.console.ConsoleCommand;
import kassa.gateway.console.Exit;
import kassa.gateway.console.KassaCommand;
import kassa.gateway.console.Refusal;
import kassa.gateway.console.TextTable;
import kassa.gateway.sim.Checkouts;
import kassa.ring.sim.Appends;
import kassa.ring.sim.Bug;
import kassa.ring.sim.Failure;
import kassa.ring.sim.Found;
import kassa.ring.sim.Run;
import kassa.ring.sim.Stage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "sim",
    description =
        "Simulates ring and checkouts under faults drawn from seeds, in virtual time. Needs no node."
            + " A seed that fails is printed with what of its plan is enough to fail.")
final class SimCommand extends ConsoleCommand {
  private final SourceCommit commit;

  @Option(
      names = "--seeds",
      paramLabel = "COUNT",
      description = "How many seeds; 100, or 1 with --seed.")
  @Nullable Integer seeds;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description = "The first of them; else one that nobody tried before.")
  @Nullable Long seed;

  @Option(names = "--trace", description = "Print whatever happens; with one seed only.")
  boolean trace;

  @Option(names = "--ring", description = "The ring alone, with facts about nothing.")
  boolean ring;

  @Option(names = "--operations", paramLabel = "COUNT", description = "In each seed; 200.")
  int operations = Stage.OPERATIONS;

  @Option(names = "--threads", paramLabel = "COUNT", description = "Seeds at a time; one a core.")
  int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--mutant", paramLabel = "NAME", description = "Plant this bug.")
  @Nullable String mutant;

  @Option(names = "--mutants", description = "Plant every bug in turn, and look for each.")
  boolean mutants;

  SimCommand(KassaCommand root, SourceCommit commit) {
    super(root);
    this.commit = commit;
  }

  @Override
  protected Exit run() throws InterruptedException {
    int count = seeds != null ? seeds : seed != null ? 1 : 100;
    if (count < 1 || operations < 8 || threads < 1 || (trace && count > 1)) {
      throw new Refusal(
          Exit.USAGE,
          "--seeds and --threads are at least 1, --operations at least 8; --trace takes one seed.");
    }
    long first = seed != null ? seed : new SecureRandom().nextInt(Integer.MAX_VALUE);
    if (mutants) {
      return searchAll(first);
    }
    Bug planted = mutant == null ? null : bug(mutant);
    Stage stage = stage(planted);
    return trace ? traced(stage, planted, first) : campaign(stage, planted, first, count);
  }

  private Stage stage(@Nullable Bug planted) {
    boolean ringAlone = ring || planted instanceof kassa.ring.sim.Mutant;
    return ringAlone ? Appends.stage(operations) : Checkouts.stage(operations);
  }

  private Stream<Bug> bugs() {
    return Stream.concat(
        Appends.stage(operations).bugs().stream(), Checkouts.stage(operations).bugs().stream());
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

  private Exit traced(Stage stage, @Nullable Bug planted, long only) {
    Run run = Run.of(stage, stage.plan(only), planted, this::tell);
    tell("trace %016x after %d ms".formatted(run.trace(), run.lasted()));
    return run.fails() ? failed(stage, planted, run) : Exit.OK;
  }

  private Exit campaign(Stage stage, @Nullable Bug planted, long first, int count)
      throws InterruptedException {
    tell("seeds %d to %d of commit %s".formatted(first, first + count - 1, commit.name()));
    Campaign campaign = Campaign.run(stage, planted, first, count, threads, this::tell);
    if (campaign.failed().isPresent()) {
      return failed(stage, planted, campaign.failed().get());
    }
    report(campaign, first);
    if (!campaign.missed().isEmpty()) {
      tell("NOT reached: " + campaign.missed());
      return Exit.ERROR;
    }
    return Exit.OK;
  }

  private Exit failed(Stage stage, @Nullable Bug planted, Run run) {
    tell("seed %d fails; shrinking its plan".formatted(run.plan().seed()));
    Failure.of(stage, planted, run).lines(commit.name()).forEach(this::tell);
    return Exit.ERROR;
  }

  private void report(Campaign campaign, long first) {
    Map<String, Campaign.Times> occurred = new TreeMap<>(campaign.occurred());
    if (json()) {
      ObjectNode data = JSON.createObjectNode();
      data.put("commit", commit.name());
      data.put("first_seed", first);
      data.put("seeds", campaign.done());
      data.put("operations_per_seed", campaign.operations());
      ObjectNode times = data.putObject("occurred");
      occurred.forEach((what, often) -> times.put(what, often.times()));
      print("kassa.sim/v1", null, data);
      return;
    }
    TextTable table = TextTable.withHeadings("FAULT OR RARE STATE", ">TIMES", ">IN SEEDS");
    occurred.forEach((what, often) -> table.row(what, "" + often.times(), "" + often.seeds()));
    print(table);
    tell(
        "OK  %d seeds of %d operations held in %d s"
            .formatted(campaign.done(), campaign.operations(), campaign.took().toSeconds()));
  }

  /** Prints the table of ring/README.md. */
  private Exit searchAll(long first) {
    tell("| planted bug | rule | breaks | found by seed | of those tried |");
    tell("| --- | --- | --- | --- | --- |");
    boolean all = true;
    for (Bug bug : bugs().toList()) {
      Optional<Found> found = Found.search(stage(bug), bug, first);
      all &= found.isPresent();
      String how =
          found
              .map(f -> "`%s` | %d | %d |".formatted(f.sentence(), f.seed(), f.tries()))
              .orElse("nothing that was seen | none | %d |".formatted(Found.WITHIN));
      tell("| `%s` | %s | %s".formatted(bug.name(), bug.rule(), how));
    }
    return all ? Exit.OK : Exit.ERROR;
  }

  /** How it goes is no part of what a program reads. */
  private void tell(String line) {
    (json() ? err() : out()).println(coloured(line));
    (json() ? err() : out()).flush();
  }
}
