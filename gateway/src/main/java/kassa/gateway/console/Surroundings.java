package kassa.gateway.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What the console takes from the process that it runs in.
 *
 * @param known the management endpoints to ask when nobody named any; asked for at each command
 * @param contactPoints the archive's, when nobody named any
 * @param schema what {@code schema apply} runs
 * @param ledger the acquirer's, for {@code verify}
 * @param confirms asks the person at the terminal whether to go on
 */
public record Surroundings(
    Supplier<List<Endpoint>> known,
    Supplier<List<Endpoint>> contactPoints,
    Map<String, String> environment,
    Clock clock,
    ArchiveSchema schema,
    LedgerSource ledger,
    Predicate<String> confirms) {

  /** The management ports of a demo, and the archive's beside them. */
  public static final List<Endpoint> DEMO_NODES =
      List.of(
          new Endpoint("127.0.0.1", 7626),
          new Endpoint("127.0.0.1", 7627),
          new Endpoint("127.0.0.1", 7628));

  public static final List<Endpoint> DEMO_ARCHIVE = List.of(new Endpoint("127.0.0.1", 9042));

  /** Asks the person who typed the command; at the end of the input nobody says yes. */
  public static boolean confirmed(String question) {
    System.err.print(question + " [y/N] ");
    System.err.flush();
    BufferedReader typed =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try {
      String said = typed.readLine();
      return said != null && Set.of("y", "yes").contains(said.strip().toLowerCase(Locale.ROOT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
