package kassa.gateway.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command: it knows the global options, prints for people or for programs, and ends. */
public abstract class ConsoleCommand implements Callable<Integer> {
  protected static final ObjectMapper JSON = new ObjectMapper();

  private final KassaCommand root;

  @Spec private @Nullable CommandSpec spec;

  protected ConsoleCommand(KassaCommand root) {
    this.root = root;
  }

  /**
   * Does what it is for.
   *
   * @throws Refusal in words for people
   */
  protected abstract Exit run() throws InterruptedException;

  @Override
  public final Integer call() throws InterruptedException {
    Exit exit = run();
    out().flush();
    return exit.code();
  }

  protected final KassaCommand root() {
    return root;
  }

  protected final PrintWriter out() {
    return spec().commandLine().getOut();
  }

  protected final PrintWriter err() {
    return spec().commandLine().getErr();
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("run by the command line only");
    }
    return spec;
  }

  protected final boolean json() {
    return root.form() == KassaCommand.Form.json;
  }

  protected final boolean wide() {
    return root.form() == KassaCommand.Form.wide;
  }

  protected final void print(TextTable table) {
    table.lines().forEach(line -> out().println(coloured(line)));
  }

  /** The first word of a line tells its colour, so that aligned tables stay aligned. */
  protected static String coloured(String line) {
    int end = line.indexOf(' ');
    String word = end < 0 ? line : line.substring(0, end);
    String style =
        switch (word) {
          case "OK", "EQUAL", "UN" -> "green";
          case "DEGRADED", "INCOMPLETE", "UNKNOWN", "UJ", "UL", "U-" -> "yellow,bold";
          case "UNHEALTHY", "VIOLATED", "DIFFERENT", "NOT", "DN" -> "red,bold";
          default -> "";
        };
    return style.isEmpty()
        ? line
        : Ansi.AUTO.string("@|" + style + " " + word + "|@") + line.substring(word.length());
  }

  /**
   * Prints the envelope that all JSON output has; it only grows.
   *
   * @param node who answered, when only one did
   */
  protected final void print(String schema, @Nullable String node, JsonNode data) {
    ObjectNode envelope = JSON.createObjectNode();
    envelope.put("schema", schema);
    envelope.put("generated_at", root.surroundings().clock().instant().toString());
    envelope.put("node", node);
    envelope.set("data", data);
    try {
      out().println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(envelope));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
