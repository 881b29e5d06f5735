package kassa.chaos;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import kassa.chaos.console.KassaHome;
import kassa.chaos.console.LabLedger;
import kassa.chaos.console.LabVerbs;
import kassa.chaos.lab.Lab;
import kassa.gateway.console.ArchiveSchema;
import kassa.gateway.console.Console;
import kassa.gateway.console.Endpoint;
import kassa.gateway.console.Surroundings;
import kassa.ring.archive.ArchiveSettings;
import kassa.ring.archive.CassandraSchema;
import picocli.CommandLine;

/** {@code ./kassa}: the operator's and merchant's verbs, and the lab's. */
public final class KassaMain {
  /** What puts the archive's tables in place, for the lab and for {@code schema apply}. */
  private static final ArchiveSchema ARCHIVE_SCHEMA =
      (contactPoints, datacenter, keyspace) ->
          CassandraSchema.apply(
              ArchiveSettings.of(contactPoints, datacenter, keyspace), Duration.ofSeconds(30));

  private KassaMain() {}

  public static void main(String[] arguments) {
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "kassa/chaos/command-logback.xml");
    }
    // Java 17 would print in the encoding of the locale, which in a plain container is ASCII.
    CommandLine kassa =
        commandLine(System.getenv())
            .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    System.exit(kassa.execute(arguments));
  }

  /** The whole command, for this process and for tests. */
  public static CommandLine commandLine(Map<String, String> environment) {
    KassaHome home = KassaHome.of(environment);
    Surroundings surroundings =
        new Surroundings(
            () ->
                Lab.existing(home.state(), ARCHIVE_SCHEMA)
                    .map(Lab::endpoints)
                    .orElse(Surroundings.DEMO_NODES),
            () ->
                Lab.existing(home.state(), ARCHIVE_SCHEMA)
                    .map(lab -> List.<Endpoint>of(lab.archive()))
                    .orElse(Surroundings.DEMO_ARCHIVE),
            environment,
            Clock.system(ZoneId.systemDefault()),
            ARCHIVE_SCHEMA,
            new LabLedger(home),
            Surroundings::confirmed);
    return Console.commandLine(surroundings, new LabVerbs(home, ARCHIVE_SCHEMA, environment));
  }
}
