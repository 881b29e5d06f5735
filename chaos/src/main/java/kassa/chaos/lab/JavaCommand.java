package kassa.chaos.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a class of ours in a Java of its own: the Java that runs this. */
final class JavaCommand {
  private JavaCommand() {}

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
