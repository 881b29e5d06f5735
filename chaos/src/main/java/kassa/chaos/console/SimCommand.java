package kassa.chaos.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.Map;
import java.util.TreeMap;
import kassa.chaos.sim.Campaign;
import kassa.gateway.console.ConsoleCommand;
import kassa.gateway.console.Exit;
import kassa.gateway.console.KassaCommand;
import kassa.gateway.console.Refusal;
import kassa.gateway.console.TextTable;
import kassa.ring.sim.Stage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "sim",
    description =
        "Simulates ring and checkouts under faults drawn from seeds, in virtual time. Needs no node."
            + " A seed that fails is printed with what of its plan is enough to fail.")
// Only Simulation may name the simulator's classes, which are there for "sim" alone: picocli looks
// into this class whatever is typed.
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

  @Option(names = "--changing", description = "The ring alone, while members come and go.")
  boolean changing;

  @Option(names = "--operations", paramLabel = "COUNT", description = "In each seed; 200.")
  int operations = Stage.OPERATIONS;

  @Option(names = "--threads", paramLabel = "COUNT", description = "Seeds at a time; one a core.")
  int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--mutant", paramLabel = "NAME", description = "Plant this bug.")
  @Nullable String mutant;

  @Option(names = "--mutants", description = "Plant every bug in turn, and look for each.")
  boolean mutants;

  @Option(
      names = "--scale",
      description = "What an order costs in rings of 3, 10, 30 and 100 nodes, without faults.")
  boolean scale;

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
    Simulation simulation =
        new Simulation(
            commit.name(), world(), operations, this::tell, campaign -> report(campaign, first));
    if (scale) {
      return simulation.scale();
    }
    if (mutants) {
      return simulation.searchAll(first);
    }
    return trace
        ? simulation.traced(mutant, first)
        : simulation.campaign(mutant, first, count, threads);
  }

  private Simulation.World world() {
    if (changing) {
      return Simulation.World.CHANGING_RING;
    }
    return ring ? Simulation.World.RING : Simulation.World.CHECKOUTS;
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

  /** How it goes is no part of what a program reads. */
  private void tell(String line) {
    (json() ? err() : out()).println(coloured(line));
    (json() ? err() : out()).flush();
  }
}
