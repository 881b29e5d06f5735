package kassa.gateway.console;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the console takes from the process that it runs in.
 *
 * @param known the management endpoints to ask when nobody named any; asked for at each command
 * @param contactPoints the archive's, when nobody named any
 * @param schema what {@code schema apply} runs
 * @param ledger the acquirer's, for {@code verify}
 */
public record Surroundings(
    Supplier<List<Endpoint>> known,
    Supplier<List<Endpoint>> contactPoints,
    Map<String, String> environment,
    Clock clock,
    ArchiveSchema schema,
    LedgerSource ledger) {

  /** The management ports of a demo, and the archive's beside them. */
  public static final List<Endpoint> DEMO_NODES =
      List.of(
          new Endpoint("127.0.0.1", 7626),
          new Endpoint("127.0.0.1", 7627),
          new Endpoint("127.0.0.1", 7628));

  public static final List<Endpoint> DEMO_ARCHIVE = List.of(new Endpoint("127.0.0.1", 9042));
}
