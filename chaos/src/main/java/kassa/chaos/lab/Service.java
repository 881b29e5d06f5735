package kassa.chaos.lab;

import java.nio.file.Path;
import java.util.List;

/**
 * One process of the lab, as it is to be started.
 *
 * @param name {@code cassandra}, {@code acquirer}, or a node's id
 * @param directory its own, where its log is
 * @param command the program and its arguments
 * @param files written before each start
 * @param ready when it serves
 */
record Service(
    String name, Path directory, List<String> command, List<TextFile> files, Probe ready) {
  static final String CASSANDRA = "cassandra";
  static final String ACQUIRER = "acquirer";

  record TextFile(Path path, String text) {}

  Path log() {
    return directory.resolve(name + ".log");
  }

  boolean isNode() {
    return !name.equals(CASSANDRA) && !name.equals(ACQUIRER);
  }
}
