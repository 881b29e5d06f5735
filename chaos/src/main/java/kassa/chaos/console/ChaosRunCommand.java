package kassa.chaos.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Year;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import kassa.chaos.lab.Lab;
import kassa.chaos.scenario.Customers;
import kassa.chaos.scenario.Rehearsal;
import kassa.chaos.scenario.Scenario;
import kassa.chaos.scenario.Verdict;
import kassa.gateway.console.Exit;
import kassa.gateway.console.KassaCommand;
import kassa.gateway.console.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    description = {
      "Plays a scenario on a ring of its own while customers buy, and judges it by what they were"
          + " told, by the acquirer's ledger, and by verify. Without a name, lists them.",
      "Ends with 10 when something is not as it must be."
    })
final class ChaosRunCommand extends LabCommand {
  private static final String MERCHANT = "demo";
  private static final String API_KEY = "sk_test_demo";

  @Parameters(paramLabel = "SCENARIO", arity = "0..1", description = "Which one.")
  @Nullable String name;

  @Option(names = "--rate", paramLabel = "COUNT", description = "Customers a second; 10.")
  int rate = 10;

  ChaosRunCommand(KassaCommand root, LabDesk desk) {
    super(root, desk);
  }

  @Override
  Exit act() throws InterruptedException {
    if (name == null) {
      for (Scenario one : Scenario.values()) {
        say("%-18s %s".formatted(one, one.sentence()));
      }
      return Exit.OK;
    }
    Scenario scenario = scenario(name);
    if (rate < 1 || rate > 200) {
      throw new Refusal(Exit.USAGE, "--rate is 1 to 200.");
    }
    tell("%s: %s".formatted(scenario, scenario.sentence()));
    if (root().dryRun()) {
      return Exit.OK;
    }
    scenario.require();
    long began = System.nanoTime();
    try (OwnLab own = start(scenario, began)) {
      return played(scenario, own, began);
    }
  }

  private Exit played(Scenario scenario, OwnLab own, long began) throws InterruptedException {
    Exit exit = Exit.UNHEALTHY;
    try {
      exit = play(scenario, own.lab(), began);
    } finally {
      if (exit != Exit.OK) {
        tell("What the nodes wrote is kept in " + own.keep() + ".");
      }
    }
    return exit;
  }

  private OwnLab start(Scenario scenario, long began) {
    return OwnLab.start(
        desk(),
        scenario.network(),
        scenario.nodes(),
        scenario.newcomers(),
        step -> tell(since(began) + step));
  }

  private static Scenario scenario(String name) {
    for (Scenario one : Scenario.values()) {
      if (one.toString().equals(name)) {
        return one;
      }
    }
    throw new Refusal(
        Exit.USAGE, "No scenario " + name + ". There are: " + List.of(Scenario.values()) + ".");
  }

  private static String since(long began) {
    return "%4ds  ".formatted(Duration.ofNanos(System.nanoTime() - began).toSeconds());
  }

  private Exit play(Scenario scenario, Lab lab, long began) throws InterruptedException {
    String run = scenario + "-" + UUID.randomUUID().toString().substring(0, 8);
    Year year = Year.now(root().surroundings().clock());
    LabConsole console = new LabConsole(lab, root().surroundings(), desk());
    Verdict verdict =
        Rehearsal.of(
            scenario,
            lab,
            console::type,
            name -> Customers.come(lab.merchantEndpoints(), API_KEY, run + name, rate, year),
            line -> tell(since(began) + line));
    List<String> wrong =
        new ArrayList<>(
            verdict.wrong(MERCHANT, console.ledger().read(Optional.empty()).orElseThrow()));
    wrong.addAll(scenario.wrong(verdict));
    StringWriter verified = new StringWriter();
    int exit = console.run(lab.endpoints(), List.of("verify", "--wait", "90s"), verified);
    if (exit != Exit.OK.code()) {
      wrong.add("verify ends with " + exit);
    }
    show(scenario, verdict, verified.toString(), wrong);
    return wrong.isEmpty() ? Exit.OK : Exit.UNHEALTHY;
  }

  private void show(Scenario scenario, Verdict verdict, String verified, List<String> wrong) {
    if (json()) {
      ObjectNode data = JSON.createObjectNode();
      data.put("scenario", scenario.toString());
      data.put("customers", verdict.customers()).put("meanwhile", verdict.meanwhile());
      data.put("sold", verdict.sold()).put("not_at_once", verdict.notAtOnce());
      ObjectNode again = data.putObject("asked_again");
      verdict.askedAgain().forEach(again::put);
      data.put("verify", verified);
      wrong.forEach(data.putArray("wrong")::add);
      print("kassa.chaos.run/v1", null, data);
      return;
    }
    say("");
    verified.lines().forEach(this::say);
    say("");
    say(
        "%d customers, %d of them during the outage; %d sold, all but %d at once; asked again after: %s"
            .formatted(
                verdict.customers(),
                verdict.meanwhile(),
                verdict.sold(),
                verdict.notAtOnce(),
                verdict.askedAgain()));
    wrong.forEach(line -> say(coloured("VIOLATED  " + line)));
    if (wrong.isEmpty()) {
      say(
          coloured(
              "OK  %s: everybody was served, and charged once; every order is what it was."
                  .formatted(scenario)));
    }
  }

  /** How it goes is no part of what a program reads. */
  private void tell(String line) {
    (json() ? err() : out()).println(line);
    (json() ? err() : out()).flush();
  }
}
