package kassa.chaos.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command {@code ip} of iproute2. */
final class IpRoute {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private IpRoute() {}

  /**
   * Runs it once.
   *
   * @return what it printed
   * @throws LabFailure with what it printed, when it fails; also when it takes longer than 10 s
   */
  static String ip(String... arguments) {
    return run(List.of(arguments), List.of());
  }

  /** Runs many of its commands in one network namespace; the first that fails ends it. */
  static void inside(String namespace, List<String> commands) {
    run(List.of("-n", namespace, "-batch", "-"), commands);
  }

  /** As {@link #inside}, in the namespace of this process. */
  static void here(List<String> commands) {
    run(List.of("-batch", "-"), commands);
  }

  private static String run(List<String> arguments, List<String> typed) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(arguments);
    String words = String.join(" ", command);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(String.join("\n", typed).concat("\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException endedBefore) {
        // What it printed says why.
      }
      if (!endsInTime(process)) {
        process.destroyForcibly();
        throw new LabFailure(words + " takes longer than " + DEADLINE.toSeconds() + " s.");
      }
      String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.exitValue() != 0) {
        String what = typed.isEmpty() ? words : words + " (" + String.join("; ", typed) + ")";
        throw new LabFailure(
            "%s ends with %d: %s"
                .formatted(what, process.exitValue(), told.strip().replace("\n", "; ")));
      }
      return told;
    } catch (IOException notThere) {
      throw new LabFailure("cannot run " + words, notThere);
    }
  }

  /** Also for a thread that was interrupted, which has to clean up all the same. */
  private static boolean endsInTime(Process process) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException again) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
