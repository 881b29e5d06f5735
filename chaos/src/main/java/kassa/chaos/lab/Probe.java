package kassa.chaos.lab;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLConnection;

/** Asks once, and briefly, whether a process serves yet. */
@FunctionalInterface
interface Probe {
  int MILLIS = 1_000;

  boolean answers();

  /** A node that says by itself that it is ready. */
  static Probe http(String host, int port, String path) {
    return () -> {
      try {
        URLConnection connection =
            URI.create("http://" + host + ":" + port + path).toURL().openConnection();
        connection.setConnectTimeout(MILLIS);
        connection.setReadTimeout(MILLIS);
        return connection instanceof HttpURLConnection http && http.getResponseCode() == 200;
      } catch (IOException notYet) {
        return false;
      }
    };
  }

  /** Something listens. */
  static Probe tcp(String host, int port) {
    return () -> {
      try (Socket socket = connected(host, port)) {
        return socket.isConnected();
      } catch (IOException notYet) {
        return false;
      }
    };
  }

  /** Cassandra speaks its protocol: an OPTIONS frame of version 4 is answered by SUPPORTED. */
  static Probe cql(String host, int port) {
    return () -> {
      try (Socket socket = connected(host, port)) {
        socket.getOutputStream().write(new byte[] {4, 0, 0, 0, 5, 0, 0, 0, 0});
        InputStream in = socket.getInputStream();
        byte[] header = in.readNBytes(9);
        return header.length == 9 && header[0] == (byte) 0x84 && header[4] == 6;
      } catch (IOException notYet) {
        return false;
      }
    };
  }

  private static Socket connected(String host, int port) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(MILLIS);
    socket.connect(new InetSocketAddress(host, port), MILLIS);
    return socket;
  }
}
