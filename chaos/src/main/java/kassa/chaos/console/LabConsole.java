package kassa.chaos.console;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import kassa.chaos.lab.Lab;
import kassa.chaos.lab.LabFailure;
import kassa.gateway.console.Console;
import kassa.gateway.console.Endpoint;
import kassa.gateway.console.Exit;
import kassa.gateway.console.Surroundings;

/** The console of a lab's own ring, for what an operator would type there. */
final class LabConsole {
  private final Lab lab;
  private final Surroundings ours;
  private final LabDesk desk;
  private final LabLedger ledger;

  /**
   * @param ours of the command that keeps the lab
   */
  LabConsole(Lab lab, Surroundings ours, LabDesk desk) {
    this.lab = lab;
    this.ours = ours;
    this.desk = desk;
    this.ledger =
        new LabLedger(KassaHome.of(Map.of("KASSA_STATE", lab.plan().directory().toString())));
  }

  LabLedger ledger() {
    return ledger;
  }

  /**
   * Types a verb that has to go well.
   *
   * @param nodes the management addresses of those that are asked and told
   * @throws LabFailure with what the console said, when it did not
   */
  void type(List<Endpoint> nodes, List<String> verb) {
    StringWriter told = new StringWriter();
    int exit = run(nodes, verb, told);
    if (exit != Exit.OK.code()) {
      throw new LabFailure("%s ends with %d: %s".formatted(verb, exit, told));
    }
  }

  /** Types a verb; returns how it ended. */
  int run(List<Endpoint> nodes, List<String> verb, StringWriter told) {
    Surroundings there =
        new Surroundings(
            () -> nodes,
            () -> List.of(lab.archive()),
            Map.of(),
            ours.clock(),
            desk.schema(),
            ledger,
            ours.confirms());
    PrintWriter writer = new PrintWriter(told);
    return Console.commandLine(there, (kassa, root) -> {})
        .setOut(writer)
        .setErr(writer)
        .execute(verb.toArray(String[]::new));
  }
}
