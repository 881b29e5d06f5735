package kassa.gateway.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** A command that asks nodes and prints what they say, once or again and again. */
abstract class Inquiry extends ConsoleCommand {
  private static final long WATCH_MILLIS = 2_000;

  Inquiry(KassaCommand root) {
    super(root);
  }

  /** Asks and prints, once. */
  abstract Exit ask() throws InterruptedException;

  @Override
  protected final Exit run() throws InterruptedException {
    Exit exit = ask();
    while (root().watch) {
      out().flush();
      Thread.sleep(WATCH_MILLIS);
      out().print(Ansi.AUTO.enabled() ? "\u001b[H\u001b[2J" : System.lineSeparator());
      try {
        exit = ask();
      } catch (Refusal nobody) {
        // Who watches wants to see the ring come back, too.
        out().println(nobody.getMessage());
      }
    }
    return exit;
  }

  static ArrayNode silent(List<? extends Answer<?>> answers) {
    ArrayNode silent = JSON.createArrayNode();
    for (Answer<?> answer : answers) {
      if (answer instanceof Answer.Silent<?> none) {
        silent.addObject().put("endpoint", none.endpoint().toString()).put("why", none.why());
      }
    }
    return silent;
  }

  /** Names those who did not answer, so that a table never hides that it is a part. */
  void printSilent(List<? extends Answer<?>> answers) {
    printSilent(out(), answers);
  }

  static void printSilent(PrintWriter out, List<? extends Answer<?>> answers) {
    for (Answer<?> answer : answers) {
      if (answer instanceof Answer.Silent<?> none) {
        out.println("no answer from " + none.endpoint() + ": " + none.why());
      }
    }
  }

  /**
   * The answers, when there is one at all.
   *
   * @throws Refusal when nobody answered
   */
  static <T> List<Answer<T>> someone(List<Answer<T>> answers) {
    if (answers.stream().anyMatch(answer -> answer.value().isPresent())) {
      return answers;
    }
    if (answers.isEmpty()) {
      throw new Refusal(
          Exit.NOBODY_REACHABLE,
          "No node is known here: start one with ./kassa demo, or name one with -e HOST:PORT.");
    }
    String reasons =
        answers.stream()
            .map(
                answer ->
                    answer.endpoint()
                        + (answer instanceof Answer.Silent<T> none ? " " + none.why() : ""))
            .collect(Collectors.joining(", "));
    throw new Refusal(
        Exit.NOBODY_REACHABLE,
        "Nobody answers: "
            + reasons
            + ". Does the ring run (./kassa chaos status), or is another endpoint meant (-e)?");
  }
}
