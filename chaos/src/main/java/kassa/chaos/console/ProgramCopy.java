package kassa.chaos.console;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import kassa.chaos.lab.LabFailure;

/**
 * A copy of our own classes for the lab to run, so that a build in the middle of a demo does not
 * take them away from under its processes. Others' jars stay where they are.
 */
record ProgramCopy(Path directory, Path checkout) {
  /** Copies, and returns the class path to run. */
  String of(String classPath) {
    List<String> copied = new ArrayList<>();
    int number = 0;
    try {
      for (String entry : classPath.split(File.pathSeparator, -1)) {
        Path source = Path.of(entry).toAbsolutePath();
        if (source.startsWith(checkout) && Files.isDirectory(source)) {
          Path target = directory.resolve(Integer.toString(number++));
          copy(source, target);
          copied.add(target.toString());
        } else {
          copied.add(entry);
        }
      }
    } catch (IOException failed) {
      throw new LabFailure(
          "cannot copy the program to " + directory + " (is the disk full?)", failed);
    }
    return String.join(File.pathSeparator, copied);
  }

  private static void copy(Path source, Path target) throws IOException {
    try (Stream<Path> found = Files.walk(source)) {
      for (Path path : found.toList()) {
        Path to = target.resolve(source.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(to);
        } else {
          Files.copy(path, to, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
