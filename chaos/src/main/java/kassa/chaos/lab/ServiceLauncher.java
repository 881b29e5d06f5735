package kassa.chaos.lab;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Turns a service into a process that survives Ctrl-C and the end of whoever started it. */
final class ServiceLauncher {
  private static final long LARGEST_LOG = 20L * 1024 * 1024;
  private static final int LAST_WORDS = 6;

  private ServiceLauncher() {}

  static LinuxProcess launch(Service service) {
    try {
      Files.createDirectories(service.directory());
      for (Service.TextFile file : service.files()) {
        Files.writeString(file.path(), file.text());
      }
      rotate(service.log());
      List<String> command =
          new ArrayList<>(List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", "kassa"));
      command.addAll(service.command());
      Process process =
          new ProcessBuilder(command)
              .directory(service.directory().toFile())
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(service.log().toFile()))
              .start();
      return LinuxProcess.at(process.pid())
          .orElseThrow(
              () -> new LabFailure(service.name() + " ended at once. " + lastWords(service)));
    } catch (IOException failed) {
      throw new LabFailure("cannot start " + service.name() + " (is the disk full?)", failed);
    }
  }

  private static void rotate(Path log) throws IOException {
    if (Files.exists(log) && Files.size(log) > LARGEST_LOG) {
      Files.move(
          log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The end of its log, for whoever has to find out why. */
  static String lastWords(Service service) {
    try {
      List<String> lines =
          Files.exists(service.log()) ? Files.readAllLines(service.log()) : List.of();
      List<String> last = lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size());
      return "The end of " + service.log() + ":\n  " + String.join("\n  ", last);
    } catch (IOException unreadable) {
      return "Its log, " + service.log() + ", cannot be read.";
    }
  }
}
