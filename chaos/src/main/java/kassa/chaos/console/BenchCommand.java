package kassa.chaos.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Year;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import kassa.chaos.bench.Bench;
import kassa.chaos.bench.BenchPlan;
import kassa.chaos.bench.BenchReport;
import kassa.chaos.bench.JoinPlan;
import kassa.chaos.bench.JoinReport;
import kassa.chaos.bench.Joining;
import kassa.chaos.bench.LabSubject;
import kassa.chaos.bench.Overload;
import kassa.chaos.bench.OverloadPlan;
import kassa.chaos.bench.OverloadReport;
import kassa.chaos.bench.TriggerPlan;
import kassa.chaos.bench.TriggerReport;
import kassa.chaos.bench.Triggers;
import kassa.chaos.lab.Lab;
import kassa.chaos.lab.LabNetwork;
import kassa.chaos.lab.Standing;
import kassa.gateway.console.Age;
import kassa.gateway.console.Exit;
import kassa.gateway.console.KassaCommand;
import kassa.gateway.console.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "bench",
    description =
        "Measures the running demo, or a ring of its own: an open loop of checkouts, at the full"
            + " rate, at half of it, and while a node dies and comes back. Or, with --overload, how"
            + " much of what it can do is left when it is asked for ten times as much. Or, with"
            + " --trigger, how soon a ring of its own is back after a burst, the loss of two nodes,"
            + " a stop of Cassandra and a cold restart. Or, with --join, how long a ring of its own"
            + " takes to hand off what a fourth node owns, and what customers feel of it.")
final class BenchCommand extends LabCommand {
  private static final int NODES = 3;
  private static final int TRIGGER_NODES = 5;
  private static final int RATE = 1_000;
  private static final int FIRST_RATE = 100;
  private static final String API_KEY = "sk_test_demo";

  @Option(
      names = "--rate",
      paramLabel = "COUNT",
      description =
          "Checkouts a second; 1000. With --overload or --trigger, where the search for the peak"
              + " begins; 100.")
  @Nullable Integer rate;

  @Option(
      names = "--seconds",
      paramLabel = "COUNT",
      description =
          "How long at the full rate, or at ten times the peak, or until throughput must be back, or"
              + " all be handed off; 60. Other phases follow from it.")
  int seconds = 60;

  @Option(
      names = "--overload",
      description = "Find the peak, and ask for ten times as much. No node is killed.")
  boolean overload;

  @Option(
      names = "--trigger",
      description =
          "Find the peak, and at 70 %% of it pull one trigger after the other. Always on a ring of"
              + " five nodes of its own: a running demo is left alone.")
  boolean trigger;

  @Option(
      names = "--join",
      description =
          "Place --orders at --rate, and let a fourth node join at half of it. On a ring of its own,"
              + " too.")
  boolean join;

  @Option(
      names = "--orders",
      paramLabel = "COUNT",
      description = "With --join: how many are hot when the node joins; 100000.")
  int orders = 100_000;

  @Option(names = "--no-kill", description = "Kill no node.")
  boolean noKill;

  BenchCommand(KassaCommand root, LabDesk desk) {
    super(root, desk);
  }

  @Override
  Exit act() throws InterruptedException {
    if (rateOr(RATE) < 2 || seconds < 1 || orders < 1) {
      throw new Refusal(Exit.USAGE, "--rate is at least 2, --seconds and --orders are at least 1.");
    }
    if (Stream.of(trigger, join, overload, noKill).filter(one -> one).count() > 1) {
      throw new Refusal(
          Exit.USAGE, "Only one of --trigger, --join, --overload and --no-kill at a time.");
    }
    if (trigger) {
      return trigger();
    }
    if (join) {
      return join();
    }
    return overload ? overload() : bench();
  }

  private Exit trigger() throws InterruptedException {
    int first = rateOr(FIRST_RATE);
    TriggerPlan plan = TriggerPlan.of(first, seconds);
    tell(
        "A ring of its own of %d nodes: about %s and what starting takes, up to the peak from"
                .formatted(TRIGGER_NODES, Age.of(plan.length()))
            + " %d/s, and then one trigger after the other at 70 %% of it".formatted(first));
    if (root().dryRun()) {
      return Exit.OK;
    }
    try (OwnLab own = OwnLab.start(desk(), LabNetwork.LOOPBACK, TRIGGER_NODES, 0, this::tell)) {
      TriggerReport report =
          Triggers.run(
              subject(own.lab(), "a lab of its own"),
              plan,
              API_KEY,
              newWord(),
              Year.now(root().surroundings().clock()),
              stopwatch());
      return told(
          "kassa.bench.trigger/v1",
          report.json(),
          report.lines(),
          report.anythingWorked(),
          report.allMet());
    }
  }

  private Exit join() throws InterruptedException {
    JoinPlan plan = JoinPlan.of(rateOr(RATE), seconds, orders);
    tell(
        "A ring of its own of %d nodes: %,d orders at %d/s, and then one more node joins at half of it"
            .formatted(NODES, orders, plan.rate()));
    if (root().dryRun()) {
      return Exit.OK;
    }
    try (OwnLab own = OwnLab.start(desk(), LabNetwork.LOOPBACK, NODES + 1, 1, this::tell)) {
      Lab lab = own.lab();
      JoinReport report =
          Joining.run(
              new LabSubject(
                  lab,
                  lab.merchantEndpoints().subList(0, NODES), // what merchants know
                  NODES + " nodes and one that joins, a lab of its own"),
              new LabNewcomer(lab, new LabConsole(lab, root().surroundings(), desk())),
              plan,
              API_KEY,
              newWord(),
              Year.now(root().surroundings().clock()),
              stopwatch());
      return told(
          "kassa.bench.join/v1",
          report.json(),
          report.lines(),
          report.anythingWorked(),
          report.allMet());
    }
  }

  private Exit overload() throws InterruptedException {
    int first = rateOr(FIRST_RATE);
    OverloadPlan plan = OverloadPlan.of(first, seconds);
    Optional<Lab> demo = desk().existing().filter(Lab::isWanted);
    tell(
        "%s: about %s, up to the peak from %d/s, and then ten times of it"
            .formatted(which(demo), Age.of(plan.length()), first));
    if (root().dryRun()) {
      return Exit.OK;
    }
    if (demo.isPresent()) {
      refuseBrokenDemo(demo.get(), "or stop the demo");
      return overloaded(demo.get(), "the running demo", plan);
    }
    try (OwnLab own = OwnLab.start(desk(), LabNetwork.LOOPBACK, NODES, 0, this::tell)) {
      return overloaded(own.lab(), "a lab of its own", plan);
    }
  }

  private Exit overloaded(Lab lab, String which, OverloadPlan plan) throws InterruptedException {
    OverloadReport report =
        Overload.run(
            subject(lab, which),
            plan,
            API_KEY,
            newWord(),
            Year.now(root().surroundings().clock()),
            stopwatch());
    return told(
        "kassa.bench.overload/v1",
        report.json(),
        report.lines(),
        report.anythingWorked(),
        report.allMet());
  }

  private Exit bench() throws InterruptedException {
    BenchPlan plan = BenchPlan.of(rateOr(RATE), seconds, !noKill);
    Optional<Lab> demo = desk().existing().filter(Lab::isWanted);
    tell(
        "%s: %s, %d/s at most%s"
            .formatted(
                which(demo),
                Age.of(plan.length()),
                plan.rate(),
                plan.kill() ? ", and a node is killed" : ""));
    if (root().dryRun()) {
      return Exit.OK;
    }
    if (demo.isPresent()) {
      if (plan.kill()) {
        refuseBrokenDemo(demo.get(), "or bench --no-kill");
      }
      Thread farewell = new Thread(() -> remind(demo.get()), "farewell");
      Runtime.getRuntime().addShutdownHook(farewell);
      return measured(demo.get(), "the running demo", plan);
    }
    try (OwnLab own = OwnLab.start(desk(), LabNetwork.LOOPBACK, NODES, 0, this::tell)) {
      return measured(own.lab(), "a lab of its own", plan);
    }
  }

  private int rateOr(int usual) {
    Integer said = rate;
    return said == null ? usual : said;
  }

  private static String which(Optional<Lab> demo) {
    return demo.isPresent() ? "The running demo" : "A ring of its own";
  }

  /** Before the first minute is spent, not when a node is to be killed that is dead already. */
  private static void refuseBrokenDemo(Lab demo, String otherwise) {
    List<String> broken =
        demo.standings().stream()
            .filter(one -> one.state() != Standing.State.RUNNING)
            .map(Standing::name)
            .toList();
    if (!broken.isEmpty()) {
      throw new Refusal(
          Exit.REFUSED,
          "Not everything runs (%s): ./kassa chaos resume --all first, %s."
              .formatted(String.join(", ", broken), otherwise));
    }
  }

  private Exit measured(Lab lab, String which, BenchPlan plan) throws InterruptedException {
    BenchReport report =
        Bench.run(
            subject(lab, which),
            plan,
            API_KEY,
            newWord(),
            Year.now(root().surroundings().clock()),
            stopwatch());
    return told(
        "kassa.bench/v1", report.json(), report.lines(), report.anythingWorked(), report.allMet());
  }

  private static LabSubject subject(Lab lab, String which) {
    return new LabSubject(
        lab, lab.merchantEndpoints(), "%d nodes, %s".formatted(lab.nodes().size(), which));
  }

  /** A word that no earlier run had. */
  private static String newWord() {
    return UUID.randomUUID().toString().substring(0, 8);
  }

  /** Tells how it goes, and since when. */
  private Consumer<String> stopwatch() {
    long began = System.nanoTime();
    return line ->
        tell("%4ds  %s".formatted(Duration.ofNanos(System.nanoTime() - began).toSeconds(), line));
  }

  private Exit told(
      String schema, ObjectNode data, List<String> lines, boolean anythingWorked, boolean allMet) {
    if (json()) {
      print(schema, null, data);
    } else {
      say("");
      lines.forEach(line -> say(coloured(line)));
    }
    if (!anythingWorked) {
      return Exit.UNHEALTHY;
    }
    return root().strict() && !allMet ? Exit.DEGRADED : Exit.OK;
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
