package kassa.ring.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds the next free port of the range. */
final class RemotingPort {
  private RemotingPort() {}

  /** The first free port after the given one, from the end of the range back to its start. */
  static int freeAfter(int last, RingSettings settings) throws IOException {
    int span = settings.lastPort() - settings.firstPort() + 1;
    for (int step = 1; step <= span; step++) {
      int port = settings.firstPort() + Math.floorMod(last - settings.firstPort() + step, span);
      if (isFree(settings.remotingHost(), port)) {
        return port;
      }
    }
    throw new IOException(
        "no free remoting port in " + settings.firstPort() + "-" + settings.lastPort());
  }

  private static boolean isFree(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
