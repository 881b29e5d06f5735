package kassa.chaos.console;

import java.time.Duration;
import java.time.LocalTime;
import java.time.Year;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import kassa.chaos.lab.Lab;
import kassa.chaos.lab.LabNetwork;
import kassa.chaos.lab.LabPlan;
import kassa.chaos.lab.LabPorts;
import kassa.chaos.lab.LabProgram;
import kassa.gateway.console.Answer;
import kassa.gateway.console.Exit;
import kassa.gateway.console.KassaCommand;
import kassa.gateway.console.NodeStatus;
import kassa.gateway.console.OpsHttpClient;
import kassa.gateway.console.Refusal;
import kassa.gateway.console.RingReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description = "Starts a ring, a real Cassandra and a sandbox acquirer on this machine.")
final class DemoCommand extends LabCommand {
  private static final int USUAL_NODES = 3;
  private static final long TICK_MILLIS = 1_000;
  private static final int TICKS_PER_LOG_LINE = 10;

  @Option(names = "--nodes", paramLabel = "COUNT", description = "How many nodes; 3 if not said.")
  @Nullable Integer nodes;

  @Option(
      names = "--newcomers",
      paramLabel = "COUNT",
      description = "So many of the nodes, the last ones, wait for ./kassa node join; 0.")
  @Nullable Integer newcomers;

  @Option(names = "--detach", description = "Return when all runs; ./kassa demo stop ends it.")
  boolean detach;

  @Option(names = "--no-load", description = "No sample traffic.")
  boolean noLoad;

  @Option(
      names = "--port-base",
      paramLabel = "PORT",
      description = "Move all ports to the 200 that begin here.")
  @Nullable Integer portBase;

  DemoCommand(KassaCommand root, LabDesk desk) {
    super(root, desk);
  }

  @Override
  Exit act() throws InterruptedException {
    long began = System.nanoTime();
    refuseSecondDemo();
    Lab lab = Lab.of(plan());
    Thread farewell = new Thread(() -> leave(lab), "farewell");
    Runtime.getRuntime().addShutdownHook(farewell);
    try {
      lab.startAll(
          step ->
              say(
                  String.format(
                      Locale.ROOT, "%4ds  %s", seconds(System.nanoTime() - began), step)));
    } catch (RuntimeException failed) {
      withdraw(farewell);
      throw failed;
    }
    say(
        Ansi.AUTO.string("@|green,bold Kassa is ready|@ after ")
            + seconds(System.nanoTime() - began)
            + " s.");
    say(welcome(lab).text());
    if (detach) {
      withdraw(farewell);
      say("It runs by itself; ./kassa demo stop ends it.");
      return Exit.OK;
    }
    say("Ctrl-C stops everything.");
    watch(lab);
    withdraw(farewell);
    say("Stopped by another command.");
    return Exit.OK;
  }

  private static long seconds(long nanos) {
    return Duration.ofNanos(nanos).toSeconds();
  }

  private static void withdraw(Thread farewell) {
    try {
      Runtime.getRuntime().removeShutdownHook(farewell);
    } catch (IllegalStateException alreadyLeaving) {
      // Ctrl-C came first: the farewell runs, and this command ends with it.
      Thread.currentThread().interrupt();
    }
  }

  private void refuseSecondDemo() {
    Optional<Lab> running = desk().existing().filter(Lab::isWanted);
    if (running.isPresent()) {
      throw new Refusal(
          Exit.REFUSED,
          "A demo runs here already: ./kassa chaos status shows it, ./kassa demo stop ends it.");
    }
  }

  private LabPlan plan() {
    KassaHome home = desk().home();
    Optional<Lab.Size> before = Lab.sizeOfState(home.state());
    int count = nodes == null ? before.map(Lab.Size::nodes).orElse(USUAL_NODES) : nodes;
    if (before.isPresent() && before.get().nodes() != count) {
      throw new Refusal(
          Exit.REFUSED,
          "%s holds the orders of a ring of %d nodes; for one of %d, ./kassa demo stop --wipe first."
              .formatted(home.state(), before.get().nodes(), count));
    }
    int kept = before.map(Lab.Size::newcomers).orElse(0);
    if (newcomers != null && before.isPresent() && newcomers != kept) {
      throw new Refusal(
          Exit.REFUSED,
          "%s holds the orders of a ring that began with %d nodes less: ./kassa demo stop --wipe first."
              .formatted(home.state(), kept));
    }
    return new LabPlan(
        home.state(),
        portBase == null ? LabPorts.fixed(count) : LabPorts.based(portBase, count),
        LabNetwork.LOOPBACK,
        newcomers == null ? kept : newcomers,
        LabProgram.of(
            new ProgramCopy(home.state().resolve("program"), home.checkout())
                .of(System.getProperty("java.class.path"))),
        home.cassandraJars(),
        !detach,
        desk().schema());
  }

  private Welcome welcome(Lab lab) {
    return new Welcome(
        lab.merchantEndpoints(),
        lab.endpoints(),
        lab.plan().ports().alias(),
        lab.archive(),
        desk().home().state(),
        "demo-" + UUID.randomUUID(),
        Year.now(root().surroundings().clock()));
  }

  private void leave(Lab lab) {
    say("");
    say("Stopping ...");
    lab.stopAll();
    say("Stopped; nothing is left running. Orders stay in " + desk().home().state() + ".");
  }

  /** Sells, and says so, until the lab is ended by another command. */
  private void watch(Lab lab) throws InterruptedException {
    OpsHttpClient ops = new OpsHttpClient(Duration.ofMillis(900));
    try (SampleTraffic traffic =
        new SampleTraffic(
            noLoad ? List.of() : lab.merchantEndpoints(),
            Year.now(root().surroundings().clock()))) {
      for (long tick = 0; lab.isWanted(); tick++) {
        Thread.sleep(TICK_MILLIS);
        if (Ansi.AUTO.enabled()) {
          out().print("\r\u001b[K" + ticker(lab, ops, traffic));
          out().flush();
        } else if (tick % TICKS_PER_LOG_LINE == TICKS_PER_LOG_LINE - 1) {
          say(ticker(lab, ops, traffic));
        }
      }
    }
  }

  private String ticker(Lab lab, OpsHttpClient ops, SampleTraffic traffic) {
    List<Answer<NodeStatus>> answers = ops.statuses(lab.endpoints());
    long up = answers.stream().filter(answer -> answer.value().isPresent()).count();
    String hints = up == 0 ? "?" : Long.toString(RingReport.of(answers).hints());
    SampleTraffic.Sales sales = traffic.sales();
    String time =
        LocalTime.now(root().surroundings().clock()).truncatedTo(ChronoUnit.SECONDS).toString();
    String selling =
        noLoad
            ? ""
            : "paid %d · declined %d · failed %d · median %d ms · "
                .formatted(sales.paid(), sales.declined(), sales.failed(), sales.medianMillis());
    return "%s  %snodes %d/%d · hints %s".formatted(time, selling, up, lab.nodes().size(), hints);
  }
}
