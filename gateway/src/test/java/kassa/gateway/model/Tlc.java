package kassa.gateway.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * TLC, the model checker of TLA+, in a process of its own: it ends its JVM when it is done, and
 * keeps what it parsed in static fields.
 *
 * @see <a href="https://lamport.azurewebsites.net/tla/tla.html">Lamport, Specifying Systems</a>
 */
final class Tlc {
  /** Where the modules and their bounds are; Maven starts tests in the module's directory. */
  static final Path MODULES = Path.of("src", "test", "tla").toAbsolutePath();

  private static final Pattern VIOLATED =
      Pattern.compile("Error: (?:Invariant|Action property) (\\w+) is violated.*");
  private static final Pattern REACHED = Pattern.compile("<<\"sometimes\", \"(.*)\">>");
  private static final Pattern COUNTS =
      Pattern.compile("(\\d+ states generated, \\d+ distinct states found), \\d+ states left.*");
  private static final Pattern DEPTH =
      Pattern.compile("The depth of the complete state graph search is (\\d+).*");

  private Tlc() {}

  /**
   * What TLC found.
   *
   * @param complete whether it saw every state and found nothing
   * @param violated the sentence that does not hold, or empty
   * @param reached rare states
   * @param counts of states, and the depth of the graph when it is complete
   * @param output all of it, for people
   */
  record Verdict(
      boolean complete, String violated, List<String> reached, String counts, String output) {
    Verdict {
      reached = List.copyOf(reached);
    }
  }

  /**
   * Checks a module breadth-first: a violation that is found is a shortest one. One worker and
   * fixed seeds, so that it always does the same.
   *
   * @param scratch a directory for the states that do not fit into memory
   */
  static Verdict check(String module, Path bounds, Path scratch)
      throws IOException, InterruptedException {
    Process tlc =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx1g",
                "-Djava.io.tmpdir=" + scratch,
                "-cp",
                System.getProperty("java.class.path"),
                "tlc2.TLC",
                "-workers",
                "1",
                "-fp",
                "0",
                "-seed",
                "0",
                "-metadir",
                scratch.toString(),
                "-config",
                bounds.toString(),
                module)
            .directory(MODULES.toFile())
            .redirectErrorStream(true)
            .start();
    try {
      List<String> lines = lines(tlc);
      return verdict(lines, tlc.waitFor());
    } finally {
      tlc.destroyForcibly();
    }
  }

  private static List<String> lines(Process tlc) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(tlc.getInputStream(), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }

  private static Verdict verdict(List<String> lines, int exit) {
    List<String> reached = new ArrayList<>();
    String violated = "";
    String counts = "";
    for (String line : lines) {
      Matcher rare = REACHED.matcher(line);
      Matcher broken = VIOLATED.matcher(line);
      Matcher states = COUNTS.matcher(line);
      Matcher depth = DEPTH.matcher(line);
      if (rare.matches()) {
        reached.add(rare.group(1));
      } else if (broken.matches() && violated.isEmpty()) {
        violated = broken.group(1);
      } else if (states.matches()) {
        counts = states.group(1);
      } else if (depth.matches()) {
        counts += ", depth " + depth.group(1);
      }
    }
    boolean complete =
        exit == 0 && lines.contains("Model checking completed. No error has been found.");
    return new Verdict(complete, violated, reached, counts, String.join("\n", lines));
  }
}
