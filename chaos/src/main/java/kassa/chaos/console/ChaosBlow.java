package kassa.chaos.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import kassa.chaos.lab.Lab;
import kassa.chaos.lab.Standing;
import kassa.gateway.console.Endpoint;
import kassa.gateway.console.Exit;
import kassa.gateway.console.KassaCommand;
import kassa.gateway.console.NodeStatus;
import kassa.gateway.console.OpsHttpClient;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Hurts processes, and waits until those that are well have noticed. */
abstract class ChaosBlow extends LabCommand {
  private static final long POLL_MILLIS = 250;

  @Parameters(paramLabel = "NAME", arity = "1..*", description = "n1, n2, …, cassandra, acquirer.")
  List<String> names = new ArrayList<>();

  @Option(names = "--no-wait", description = "Do not wait for the others to notice.")
  boolean noWait;

  @Option(
      names = "--noticed-within",
      paramLabel = "TIME",
      description = "How long to wait for that.")
  Duration patience = Duration.ofSeconds(30);

  ChaosBlow(KassaCommand root, LabDesk desk) {
    super(root, desk);
  }

  abstract void strike(Lab lab, String name);

  @Override
  final Exit act() throws InterruptedException {
    Lab lab = desk().lab();
    for (String name : names) {
      if (root().dryRun()) {
        say("Would strike " + name + ".");
      } else {
        strike(lab, name);
      }
    }
    return noWait || root().dryRun() ? Exit.OK : noticed(lab);
  }

  private Exit noticed(Lab lab) throws InterruptedException {
    List<String> struck = names.stream().filter(lab.nodes()::contains).toList();
    List<Endpoint> well = wellNodes(lab);
    if (struck.isEmpty() || well.isEmpty()) {
      return Exit.OK;
    }
    OpsHttpClient ops = new OpsHttpClient(Duration.ofSeconds(1));
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      List<NodeStatus> views =
          ops.statuses(well).stream().flatMap(answer -> answer.value().stream()).toList();
      List<String> unaware =
          views.stream().filter(v -> sees(v, struck)).map(NodeStatus::node).toList();
      if (!views.isEmpty() && unaware.isEmpty()) {
        String witnesses = String.join(", ", views.stream().map(NodeStatus::node).toList());
        say("%s now count on %s no more.".formatted(witnesses, String.join(", ", struck)));
        return Exit.OK;
      }
      if (System.nanoTime() > deadline) {
        say(
            views.isEmpty()
                ? "No other node answers."
                : String.join(", ", unaware)
                    + " did not notice within "
                    + patience.toSeconds()
                    + " s.");
        return Exit.TIMED_OUT;
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static boolean sees(NodeStatus view, List<String> struck) {
    return view.members().stream()
        .anyMatch(member -> struck.contains(member.node()) && member.reachable());
  }

  private static List<Endpoint> wellNodes(Lab lab) {
    List<Endpoint> well = new ArrayList<>();
    for (Standing standing : lab.standings()) {
      int number = lab.nodes().indexOf(standing.name());
      if (number >= 0 && standing.state() == Standing.State.RUNNING) {
        well.add(lab.endpoints().get(number));
      }
    }
    return well;
  }
}
