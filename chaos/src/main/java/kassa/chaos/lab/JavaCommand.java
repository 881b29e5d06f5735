package kassa.chaos.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a class of ours in a Java of its own: the Java that runs this. */
final class JavaCommand {
  /**
   * Java's second compiler spends a minute of CPU on each process before it is done. A ring of four
   * has the time, and does two and a half times as many checkouts with it; five nodes that start
   * together on a small machine would serve next to nobody for two minutes.
   */
  private static final List<String> FIRST_COMPILER_ONLY = List.of("-XX:TieredStopAtLevel=1");

  private static final int MOST_FULLY_COMPILED = 4;

  private JavaCommand() {}

  /**
   * Flags that say how well a process is to be compiled.
   *
   * @param nodes of the lab
   */
  static List<String> compilers(int nodes) {
    return nodes > MOST_FULLY_COMPILED ? FIRST_COMPILER_ONLY : List.of();
  }

  static String executable() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  static List<String> of(
      List<String> flags, String classPath, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(executable());
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(arguments);
    return List.copyOf(command);
  }
}
