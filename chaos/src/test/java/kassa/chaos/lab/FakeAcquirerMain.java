package kassa.chaos.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Listens where the acquirer would. */
final class FakeAcquirerMain {
  private FakeAcquirerMain() {}

  public static void main(String[] arguments) throws IOException {
    try (ServerSocket server =
        new ServerSocket(Integer.parseInt(arguments[1]), 16, InetAddress.getLoopbackAddress())) {
      while (true) {
        server.accept().close();
      }
    }
  }
}
