package kassa.chaos.console;

import java.time.Duration;
import java.time.Year;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import kassa.chaos.bench.Bench;
import kassa.chaos.bench.BenchPlan;
import kassa.chaos.bench.BenchReport;
import kassa.chaos.bench.LabSubject;
import kassa.chaos.lab.Lab;
import kassa.chaos.lab.Standing;
import kassa.gateway.console.Age;
import kassa.gateway.console.Exit;
import kassa.gateway.console.KassaCommand;
import kassa.gateway.console.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "bench",
    description =
        "Measures the running demo, or a ring of its own: an open loop of checkouts, at the full"
            + " rate, at half of it, and while a node dies and comes back.")
final class BenchCommand extends LabCommand {
  private static final int NODES = 3;
  private static final String API_KEY = "sk_test_demo";

  @Option(names = "--rate", paramLabel = "COUNT", description = "Checkouts a second; 1000.")
  int rate = 1_000;

  @Option(
      names = "--seconds",
      paramLabel = "COUNT",
      description = "How long at the full rate; 60. The other phases take half of it.")
  int seconds = 60;

  @Option(names = "--no-kill", description = "Kill no node.")
  boolean noKill;

  BenchCommand(KassaCommand root, LabDesk desk) {
    super(root, desk);
  }

  @Override
  Exit act() throws InterruptedException {
    BenchPlan plan = plan();
    Optional<Lab> demo = desk().existing().filter(Lab::isWanted);
    tell(
        "%s: %s, %d/s at most%s"
            .formatted(
                demo.isPresent() ? "The running demo" : "A ring of its own",
                Age.of(plan.length()),
                plan.rate(),
                plan.kill() ? ", and a node is killed" : ""));
    if (root().dryRun()) {
      return Exit.OK;
    }
    if (demo.isPresent()) {
      refuseBrokenDemo(demo.get(), plan);
      Thread farewell = new Thread(() -> remind(demo.get()), "farewell");
      Runtime.getRuntime().addShutdownHook(farewell);
      return measured(demo.get(), "the running demo", plan);
    }
    try (OwnLab own = OwnLab.start(desk(), NODES, this::tell)) {
      return measured(own.lab(), "a lab of its own", plan);
    }
  }

  private BenchPlan plan() {
    if (rate < 2 || seconds < 1) {
      throw new Refusal(Exit.USAGE, "--rate is at least 2, and --seconds at least 1.");
    }
    return BenchPlan.of(rate, seconds, !noKill);
  }

  /** Before the first minute is spent, not when a node is to be killed that is dead already. */
  private static void refuseBrokenDemo(Lab demo, BenchPlan plan) {
    List<String> broken =
        demo.standings().stream()
            .filter(one -> one.state() != Standing.State.RUNNING)
            .map(Standing::name)
            .toList();
    if (plan.kill() && !broken.isEmpty()) {
      throw new Refusal(
          Exit.REFUSED,
          "Not everything runs (%s): ./kassa chaos resume --all first, or bench --no-kill."
              .formatted(String.join(", ", broken)));
    }
  }

  private Exit measured(Lab lab, String which, BenchPlan plan) throws InterruptedException {
    long began = System.nanoTime();
    BenchReport report =
        Bench.run(
            new LabSubject(lab, "%d nodes, %s".formatted(lab.nodes().size(), which)),
            plan,
            API_KEY,
            UUID.randomUUID().toString().substring(0, 8),
            Year.now(root().surroundings().clock()),
            line ->
                tell(
                    "%4ds  %s"
                        .formatted(Duration.ofNanos(System.nanoTime() - began).toSeconds(), line)));
    if (json()) {
      print("kassa.bench/v1", null, report.json());
    } else {
      say("");
      report.lines().forEach(line -> say(coloured(line)));
    }
    if (!report.anythingWorked()) {
      return Exit.UNHEALTHY;
    }
    return root().strict() && !report.allMet() ? Exit.DEGRADED : Exit.OK;
  }

  /** Whatever ends this command in the middle must not leave a dead node without a word. */
  private void remind(Lab demo) {
    demo.standings().stream()
        .filter(one -> one.state() == Standing.State.DEAD)
        .forEach(one -> tell("%1$s is dead: ./kassa chaos resume %1$s".formatted(one.name())));
  }

  /** How it goes is no part of what a program reads. */
  private void tell(String line) {
    if (json()) {
      err().println(line);
      err().flush();
    } else {
      say(line);
    }
  }
}
