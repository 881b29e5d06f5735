package kassa.chaos.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A process that some session started, told apart from a later one with the same number by when the
 * kernel started it. Signals go to that very process or to none.
 *
 * @param pid its number
 * @param born the boot it belongs to and its start in clock ticks since then; a wall-clock instant
 *     would move with the clock
 */
public record LinuxProcess(long pid, String born) {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final int STATE = 0;
  private static final int THREADS = 17;
  private static final int START = 19;
  private static final long POLL_MILLIS = 20;

  /** What can be sent. */
  public enum Signal {
    TERM,
    KILL,
    STOP,
    CONT
  }

  /** The process that has this number now; empty if none has. */
  public static Optional<LinuxProcess> at(long pid) {
    return birth(pid).map(born -> new LinuxProcess(pid, born));
  }

  public static LinuxProcess self() {
    return at(ProcessHandle.current().pid())
        .orElseThrow(() -> new IllegalStateException("this process does not find itself"));
  }

  /**
   * Whether it runs, is stopped, or still ends; not when it has ended and nobody has collected it.
   */
  public boolean alive() {
    return birth(pid).filter(born::equals).isPresent();
  }

  /** Whether it is held by SIGSTOP. */
  public boolean paused() {
    return alive() && stat(pid).map(fields -> fields[STATE].equals("T")).orElse(false);
  }

  /**
   * Sends; nothing happens when it has ended.
   *
   * @throws LabFailure when the system refuses
   */
  public void send(Signal signal) {
    if (!alive()) {
      return;
    }
    try {
      int exit =
          new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      if (exit != 0 && alive()) {
        throw new LabFailure("SIG" + signal + " to pid " + pid + " was refused");
      }
    } catch (IOException refused) {
      throw new LabFailure("SIG" + signal + " to pid " + pid, refused);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it has ended before the time is over. */
  public boolean endsWithin(Duration time) {
    long deadline = System.nanoTime() + time.toNanos();
    while (alive()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return !alive();
      }
    }
    return true;
  }

  private static Optional<String> birth(long pid) {
    if (!Files.exists(BOOT)) {
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .flatMap(process -> process.info().startInstant())
          .map(Object::toString);
    }
    return stat(pid).filter(fields -> !ended(fields)).map(fields -> boot() + "/" + fields[START]);
  }

  /**
   * The first thread of a killed process may be gone while another is still in an fsync: until that
   * one is gone too, the process holds its files and their locks.
   */
  static boolean ended(String[] fields) {
    return switch (fields[STATE]) {
      case "Z" -> Integer.parseInt(fields[THREADS]) <= 1;
      case "X" -> true;
      default -> false;
    };
  }

  private static String boot() {
    try {
      return Files.readString(BOOT).strip();
    } catch (IOException unreadable) {
      return "unknown boot";
    }
  }

  /** What follows the name, which may itself hold blanks and parentheses. */
  static String[] fields(String stat) {
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
  }

  private static Optional<String[]> stat(long pid) {
    try {
      String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return Optional.of(fields(line));
    } catch (IOException ended) {
      return Optional.empty();
    }
  }
}
