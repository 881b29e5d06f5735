package kassa.chaos.lab;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Ends a child when this process dies, however it dies: a small shell reads from a pipe that only
 * we hold, and kills when the pipe closes. It kills that very child, never a later one of the same
 * number.
 */
final class Leash implements AutoCloseable {
  private static final String WATCH =
      """
      trap '' INT HUP TERM
      born() { s=$(cat /proc/$1/stat 2>/dev/null) && s=${s##*) } && set -- $s && echo ${20}; }
      first=$(born $1)
      read -r released && exit 0
      [ -n "$first" ] && [ "$(born $1)" = "$first" ] && kill -9 $1
      exit 0
      """;

  private final Process shell;

  private Leash(Process shell) {
    this.shell = shell;
  }

  static Leash on(LinuxProcess child) {
    try {
      return new Leash(
          new ProcessBuilder("sh", "-c", WATCH, "leash", Long.toString(child.pid()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Lets the child go. */
  @Override
  public void close() {
    try (var pipe = shell.getOutputStream()) {
      pipe.write('\n');
    } catch (IOException gone) {
      // The shell ended with its child; there is nobody to let go.
      shell.destroy();
    }
  }
}
