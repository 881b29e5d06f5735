package kassa.chaos.bench;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import kassa.gateway.console.Endpoint;

/** The system that is measured. Methods are called by one thread, and may block. */
public interface Subject {
  /** For the report: what and where. */
  String description();

  /** Names of the nodes. */
  List<String> nodes();

  /** Their merchant addresses, in the same order. */
  List<Endpoint> merchantEndpoints();

  /** The process of each part that runs, nodes or not, by its name, in an order for people. */
  Map<String, Long> processes();

  /** Ends a node as a power cut would; returns when it is gone. */
  void kill(String node);

  /** Starts it again; returns when it serves. */
  void resume(String node);

  /** How many hints wait for a node at all others; empty while one of them does not say. */
  OptionalLong hintsFor(String node);
}
