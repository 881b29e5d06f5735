package kassa.chaos.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a process has used since it started, by Linux's {@code /proc}.
 *
 * @param heapLimit bytes, from its flag {@code -Xmx}; empty without one
 * @param resident bytes of memory that it holds at present: heap, code, threads, and what is mapped
 * @param cpu over all its threads
 */
record ProcessUse(long pid, OptionalLong heapLimit, long resident, Duration cpu) {
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;

  /** USER_HZ, which Linux has fixed at 100 for everything that it tells programs. */
  private static final long MILLIS_IN_A_TICK = 10;

  /** All that take part in a measurement and still run, this process among them, by their names. */
  static Map<String, ProcessUse> of(Subject subject) {
    Map<String, Long> processes = new LinkedHashMap<>(subject.processes());
    processes.put(Bench.GENERATOR, ProcessHandle.current().pid());
    Map<String, ProcessUse> use = new LinkedHashMap<>();
    processes.forEach((name, pid) -> of(pid).ifPresent(found -> use.put(name, found)));
    return use;
  }

  /** Empty when it has ended, or this is no Linux. */
  static Optional<ProcessUse> of(long pid) {
    Path directory = Path.of("/proc", Long.toString(pid));
    try {
      return Optional.of(
          read(
              pid,
              Files.readString(directory.resolve("cmdline")),
              Files.readString(directory.resolve("status")),
              Files.readString(directory.resolve("stat"))));
    } catch (IOException ended) {
      return Optional.empty();
    }
  }

  static ProcessUse read(long pid, String commandLine, String status, String stat) {
    // The name, in parentheses, may itself hold blanks and parentheses.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
    return new ProcessUse(
        pid,
        Arrays.stream(commandLine.split("\0", -1))
            .filter(argument -> argument.startsWith("-Xmx"))
            .mapToLong(flag -> bytes(flag.substring("-Xmx".length())))
            // Java heeds the last one.
            .reduce((earlier, last) -> last),
        resident(status),
        Duration.ofMillis(ticks * MILLIS_IN_A_TICK));
  }

  private static long resident(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }

  private static long bytes(String size) {
    int end = size.length() - 1;
    int shift =
        switch (Character.toLowerCase(size.charAt(end))) {
          case 'k' -> 10;
          case 'm' -> 20;
          case 'g' -> 30;
          default -> 0;
        };
    return Long.parseLong(shift == 0 ? size : size.substring(0, end)) << shift;
  }

  /** CPU since an earlier look; empty when it is another process, which began anew. */
  Optional<Duration> cpuSince(ProcessUse earlier) {
    return earlier.pid == pid ? Optional.of(cpu.minus(earlier.cpu)) : Optional.empty();
  }
}
