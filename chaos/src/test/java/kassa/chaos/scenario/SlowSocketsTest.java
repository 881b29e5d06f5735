package kassa.chaos.scenario;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import kassa.chaos.lab.LabFailure;
import kassa.gateway.console.Endpoint;
import kassa.gateway.node.SlowSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SlowSocketsTest {
  private static final int SOCKETS = SlowSocket.Way.values().length;

  @Test
  void whoIsSentAwayComesAgainUntilAllGo() throws Exception {
    try (ServerSocket node = new ServerSocket(0, SOCKETS, InetAddress.getLoopbackAddress())) {
      Endpoint at = new Endpoint("127.0.0.1", node.getLocalPort());
      SlowSockets slow = SlowSockets.come(List.of(at), SOCKETS);
      for (int i = 0; i < 2 * SOCKETS; i++) {
        node.accept().close();
      }
      Socket last = node.accept();

      assertTrue(slow.sentAway() >= SOCKETS);
      slow.close();
      last.getInputStream().readAllBytes(); // ends when it is gone
    }
  }

  @Test
  void whatThisProcessMayNotOpenIsSaidBefore() {
    OpenFiles.require(1);
    LabFailure told = assertThrows(LabFailure.class, () -> OpenFiles.require(1L << 40));
    assertTrue(told.words().contains("raise its limit (ulimit -n 1099511"), told::words);
  }
}
