package kassa.chaos.lab;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a lab must remember between two commands.
 *
 * @param startedAt RFC 3339
 * @param ports as it was started
 * @param network null when all of it is on loopback
 * @param newcomers as in the plan
 * @param program what nodes and acquirer run
 * @param cassandraJars where Cassandra's jars are
 * @param owner the session that the lab ends with; null when it runs by itself
 * @param processes the newest of each name, whether it still lives or not
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record LabState(
    String startedAt,
    LabPorts ports,
    @Nullable Namespaces network,
    int newcomers,
    LabProgram program,
    String cassandraJars,
    @Nullable LinuxProcess owner,
    Map<String, LinuxProcess> processes) {

  LabState with(String name, LinuxProcess process) {
    Map<String, LinuxProcess> more = new LinkedHashMap<>(processes);
    more.put(name, process);
    return new LabState(startedAt, ports, network, newcomers, program, cassandraJars, owner, more);
  }

  Optional<LinuxProcess> living(String name) {
    return Optional.ofNullable(processes.get(name)).filter(LinuxProcess::alive);
  }

  boolean anyLives() {
    return processes.values().stream().anyMatch(LinuxProcess::alive);
  }

  /** Whether somebody means it to run: its session lives, or it needs none. */
  boolean wanted() {
    return owner == null ? anyLives() : owner.alive();
  }
}
