package kassa.gateway.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailingDiskTest {
  @TempDir Path data;

  @Test
  void aNodeWhoseFsyncFailsAcknowledgesNothingMoreAndEndsWithTheReason() throws Exception {
    Process node =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FailingDiskMain.class.getName(),
                data.toString(),
                Integer.toString(firstPort()))
            .redirectErrorStream(true)
            .start();
    try {
      String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertTrue(node.waitFor(1, TimeUnit.MINUTES), said);
      assertEquals(74, node.exitValue(), said);
      assertTrue(said.contains("append 1: Stored"), said);
      assertFalse(said.contains("append 2"), said);
      assertTrue(said.contains("cannot keep its promises any more: IO error"), said);
    } finally {
      node.destroyForcibly();
    }
  }

  /**
   * Below the ports that systems hand out by themselves, at a place that seldom meets another's.
   */
  private static int firstPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return 10_000 + socket.getLocalPort() % 100 * 200;
    }
  }
}
