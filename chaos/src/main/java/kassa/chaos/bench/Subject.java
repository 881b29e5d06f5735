package kassa.chaos.bench;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import kassa.gateway.console.Endpoint;

/** The system that is measured. Methods are called by one thread, and may block. */
public interface Subject {
  /** The name of the archive's process. */
  String CASSANDRA = "cassandra";

  /** For the report: what and where. */
  String description();

  /** Names of the nodes. */
  List<String> nodes();

  /** Their merchant addresses, in the same order. */
  List<Endpoint> merchantEndpoints();

  /** The process of each part that runs, nodes or not, by its name, in an order for people. */
  Map<String, Long> processes();

  /** Ends a process as a power cut would; returns when it is gone. */
  void kill(String name);

  /**
   * Starts processes again, at once; returns when all of them serve.
   *
   * @throws kassa.chaos.lab.LabFailure when one does not come up in time
   */
  void start(List<String> names);

  /** How many hints wait for a node at all others; empty while one of them does not say. */
  OptionalLong hintsFor(String node);
}
