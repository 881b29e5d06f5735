package kassa.chaos.lab;

import java.nio.file.Path;
import kassa.gateway.console.ArchiveSchema;

/**
 * What a lab is made of.
 *
 * @param directory all its state; created when missing
 * @param network where its processes find each other
 * @param newcomers how many of the nodes, the last ones, are not among those with which the ring
 *     begins: they run, and wait to be joined
 * @param program what nodes and acquirer run
 * @param cassandraJars where Cassandra's jars are
 * @param attached whether it ends with this process
 */
public record LabPlan(
    Path directory,
    LabPorts ports,
    LabNetwork network,
    int newcomers,
    LabProgram program,
    Path cassandraJars,
    boolean attached,
    ArchiveSchema schema) {
  public LabPlan {
    directory = directory.toAbsolutePath().normalize();
    cassandraJars = cassandraJars.toAbsolutePath().normalize();
    if (newcomers < 0 || newcomers >= ports.nodes()) {
      throw new LabFailure("a ring of " + ports.nodes() + " nodes cannot wait for " + newcomers);
    }
  }

  /**
   * For tests: free ports, the class path of the test, Cassandra's jars found from here upwards.
   */
  public static LabPlan forTest(Path directory, int nodes, ArchiveSchema schema) {
    return new LabPlan(
        directory,
        LabPorts.free(nodes),
        LabNetwork.LOOPBACK,
        0,
        LabProgram.of(System.getProperty("java.class.path")),
        cassandraJars(Path.of("").toAbsolutePath()),
        true,
        schema);
  }

  private static Path cassandraJars(Path start) {
    for (Path above = start; above != null; above = above.getParent()) {
      Path jars = above.resolve("chaos/cassandra/target/lib");
      if (jars.toFile().isDirectory()) {
        return jars;
      }
    }
    throw new LabFailure("Cassandra's jars are nowhere above " + start + ": run mvn package.");
  }
}
