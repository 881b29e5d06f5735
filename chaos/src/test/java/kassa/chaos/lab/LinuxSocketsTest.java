package kassa.chaos.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinuxSocketsTest {
  @Test
  void aTakenPortIsNamedInOneLineWithWhoHoldsItAndWhatToDo() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      LabFailure failure =
          assertThrows(
              LabFailure.class, () -> LinuxSockets.requireFree(Map.of(port, "merchant API of n1")));

      String words = failure.words();
      assertTrue(words.startsWith("Port " + port + " (merchant API of n1) is taken by "), words);
      assertTrue(words.contains("pid " + ProcessHandle.current().pid()), words);
      assertTrue(words.contains("--port-base"), words);
      assertFalse(words.contains("\n"), words);
    }
  }

  @Test
  void freePortsArePassed() {
    LinuxSockets.requireFree(LabPorts.free(3).needed());
  }

  @Test
  void aPortBaseMovesEveryPort() {
    LabPorts moved = LabPorts.based(21_000, 3);

    assertTrue(moved.needed().keySet().stream().allMatch(port -> port >= 21_000 && port < 21_200));
    assertTrue(moved.remotingFirst() >= 21_000 && moved.remotingLast() < 21_200);
    assertEquals(10, moved.needed().size());
    assertThrows(LabFailure.class, () -> LabPorts.based(65_500, 3));
    assertThrows(LabFailure.class, () -> LabPorts.fixed(10));
  }
}
