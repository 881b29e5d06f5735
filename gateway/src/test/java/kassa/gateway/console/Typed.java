package kassa.gateway.console;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import picocli.CommandLine;

/** One command line, typed, and what came of it. */
record Typed(int exit, String out, String err) {
  static final Instant NOW = Instant.parse("2026-03-01T19:31:49Z");

  static Typed command(List<Endpoint> known, String... arguments) {
    return command(known, Map.of(), arguments);
  }

  static Typed command(List<Endpoint> known, Map<String, String> environment, String... arguments) {
    return command(known, environment, question -> false, arguments);
  }

  /**
   * @param confirms says yes or no when it is asked back
   */
  static Typed command(
      List<Endpoint> known,
      Map<String, String> environment,
      Predicate<String> confirms,
      String... arguments) {
    CommandLine kassa =
        Console.commandLine(
            new Surroundings(
                () -> known,
                () -> List.of(new Endpoint("127.0.0.1", 9042)),
                environment,
                Clock.fixed(NOW, ZoneOffset.UTC),
                (points, datacenter, keyspace) -> {},
                file -> file.map(FakeLedger::of),
                confirms),
            (line, root) -> {});
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    kassa.setOut(new PrintWriter(out));
    kassa.setErr(new PrintWriter(err));
    int exit = kassa.execute(arguments);
    return new Typed(exit, out.toString(), err.toString());
  }
}
