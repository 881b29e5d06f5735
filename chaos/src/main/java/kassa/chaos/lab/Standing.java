package kassa.chaos.lab;

import java.nio.file.Path;

/**
 * How a process of the lab stands.
 *
 * @param pid 0 when it never ran
 */
public record Standing(String name, State state, long pid, int port, Path log) {
  /** As seen by the system, not by the process itself. */
  public enum State {
    RUNNING,
    PAUSED,
    DEAD
  }
}
