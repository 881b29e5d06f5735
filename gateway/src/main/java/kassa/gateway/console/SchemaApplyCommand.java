package kassa.gateway.console;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The one place that changes the archive's schema: nodes only check it, since their DDL races. */
@Command(name = "apply", description = "Creates the archive's tables; safe to repeat.")
final class SchemaApplyCommand extends ConsoleCommand {
  @Option(
      names = "--contact-point",
      paramLabel = "HOST:PORT",
      description = "A Cassandra node; repeatable. Default: the demo's.")
  List<Endpoint> contactPoints = new ArrayList<>();

  @Option(names = "--datacenter", paramLabel = "NAME", description = "Cassandra's local one.")
  String datacenter = "datacenter1";

  @Option(names = "--keyspace", paramLabel = "NAME", description = "The archive's.")
  String keyspace = "kassa";

  SchemaApplyCommand(KassaCommand root) {
    super(root);
  }

  @Override
  protected Exit run() {
    List<Endpoint> asked =
        contactPoints.isEmpty() ? root().surroundings().contactPoints().get() : contactPoints;
    List<String> points = asked.stream().map(Endpoint::toString).toList();
    String where = "keyspace " + keyspace + " at " + String.join(", ", points);
    if (root().dryRun()) {
      out().println("Would apply the schema of " + where + ".");
    } else {
      root().surroundings().schema().apply(points, datacenter, keyspace);
      out().println("The schema of " + where + " is in place.");
    }
    return Exit.OK;
  }
}
