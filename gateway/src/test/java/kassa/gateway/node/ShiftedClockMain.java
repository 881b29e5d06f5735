package kassa.gateway.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import kassa.ring.node.ShiftedClock;

/**
 * A node as a process, with a wall clock that is ahead by as many milliseconds as the file {@code
 * clock-ahead} beside its configuration says: {@code --config FILE}. The monotonic clock is right.
 */
public final class ShiftedClockMain {
  /** The name of the file; without it the clock is right. */
  public static final String FILE = "clock-ahead";

  private static volatile Duration ahead = Duration.ZERO;

  private ShiftedClockMain() {}

  public static void main(String[] arguments) throws Exception {
    Path configuration = Path.of(arguments[1]);
    Path file = configuration.resolveSibling(FILE);
    ahead = read(file);
    ScheduledExecutorService reader =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "clock-ahead");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        reader.scheduleWithFixedDelay(() -> ahead = read(file), 50, 50, TimeUnit.MILLISECONDS);
    GatewayNode node =
        GatewayNode.start(
            GatewaySettings.read(configuration), new ShiftedClock(() -> ahead), GatewayMain::fail);
    Runtime.getRuntime().addShutdownHook(new Thread(node::close, "goodbye"));
  }

  private static Duration read(Path file) {
    try {
      return Duration.ofMillis(Long.parseLong(Files.readString(file).strip()));
    } catch (NoSuchFileException right) {
      return Duration.ZERO;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
