package kassa.chaos.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Opens a door at an address, or knocks at one; whoever knocks in vain ends with 3. */
final class DoorMain {
  private static final int PATIENCE_MILLIS = 2_000;
  private static final int LONGEST_SILENCE_MILLIS = 120_000;

  private DoorMain() {}

  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[2]);
    if (arguments[0].equals("open")) {
      try (ServerSocket door = new ServerSocket(port, 16, InetAddress.getByName(arguments[1]))) {
        door.setSoTimeout(LONGEST_SILENCE_MILLIS); // whoever opened it may have been killed
        while (true) {
          door.accept().close();
        }
      }
    }
    try (Socket knock = new Socket()) {
      knock.connect(new InetSocketAddress(arguments[1], port), PATIENCE_MILLIS);
    } catch (IOException nobody) {
      System.exit(3);
    }
  }
}
