package kassa.chaos.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeashTest {
  @Test
  void aChildEndsWhenWhoHoldsItsLeashIsKilled() throws IOException {
    Process holder =
        new ProcessBuilder(
                JavaCommand.of(
                    List.of("-Xmx32m"),
                    System.getProperty("java.class.path"),
                    Holder.class.getName(),
                    List.of()))
            .start();
    try (BufferedReader said = holder.inputReader(StandardCharsets.UTF_8)) {
      LinuxProcess child = LinuxProcess.at(Long.parseLong(said.readLine())).orElseThrow();
      assertTrue(child.alive());

      holder.destroyForcibly();

      assertTrue(child.endsWithin(Duration.ofSeconds(20)));
    } finally {
      holder.destroyForcibly();
    }
  }

  /** Holds a child on a leash, says its number, and waits to be killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      Process child = new ProcessBuilder("sh", "-c", "trap '' INT HUP; exec sleep 300").start();
      Leash.on(LinuxProcess.at(child.pid()).orElseThrow());
      System.out.println(child.pid());
      child.waitFor();
    }
  }
}
