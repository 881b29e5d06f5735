package kassa.chaos.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who listens where, by Linux's {@code /proc}. Elsewhere, and for others' processes, no names. */
final class LinuxSockets {
  private static final Path PROC = Path.of("/proc");
  private static final String LISTENING = "0A";

  private LinuxSockets() {}

  /**
   * Refuses when a port is taken.
   *
   * @param needed ports, and who is to have them
   * @throws LabFailure naming every taken port, who holds it, and what to do; one line
   */
  static void requireFree(Map<Integer, String> needed) {
    List<String> taken =
        needed.entrySet().stream()
            .filter(port -> !isFree(port.getKey()))
            .map(port -> taken(port.getKey(), port.getValue()))
            .toList();
    if (!taken.isEmpty()) {
      throw new LabFailure(
          String.join("; ", taken)
              + ". End what holds "
              + (taken.size() == 1 ? "it" : "them")
              + ", or move all ports: ./kassa demo --port-base 21000");
    }
  }

  private static String taken(int port, String purpose) {
    return "Port %d (%s) is taken by %s"
        .formatted(port, purpose, holder(port).orElse("another process"));
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // What was closed a moment ago lingers in TIME_WAIT, which need not hinder a new listener.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /** The process that listens at a port: its name, id and how it was started. */
  static Optional<String> holder(int port) {
    Set<String> inodes = new HashSet<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      inodes.addAll(listening(PROC.resolve(table), port));
    }
    if (inodes.isEmpty()) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process, inodes)) {
          return Optional.of(described(process));
        }
      }
    } catch (IOException unreadable) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static Set<String> listening(Path table, int port) {
    Set<String> inodes = new HashSet<>();
    String local = String.format(Locale.ROOT, ":%04X", port);
    try {
      for (String line : Files.readAllLines(table)) {
        String[] fields = line.trim().split("\\s+", -1);
        if (fields.length > 9 && fields[1].endsWith(local) && fields[3].equals(LISTENING)) {
          inodes.add("socket:[" + fields[9] + "]");
        }
      }
    } catch (IOException notLinux) {
      return Set.of();
    }
    return inodes;
  }

  private static boolean holds(Path process, Set<String> inodes) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : open) {
        if (inodes.contains(target(descriptor))) {
          return true;
        }
      }
      return false;
    } catch (IOException anothersOrGone) {
      return false;
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  private static String described(Path process) {
    String pid = process.getFileName().toString();
    try {
      String name = Files.readString(process.resolve("comm")).strip();
      String command = Files.readString(process.resolve("cmdline")).replace('\0', ' ').strip();
      String shortened = command.length() > 60 ? command.substring(0, 57) + "..." : command;
      return name + " (pid " + pid + ": " + shortened + ")";
    } catch (IOException gone) {
      return "pid " + pid;
    }
  }
}
