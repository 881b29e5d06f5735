package kassa.gateway.card;

import com.solab.iso8583.IsoMessage;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The other end of the line, which does what a test says. It answers echoes until told not to. */
final class ScriptedHost implements Closeable {
  private final ServerSocket server;
  private final BlockingQueue<IsoMessage> requests = new LinkedBlockingQueue<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean answersEchoes = true;

  ScriptedHost() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::accept, "scripted-host");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  void stopAnsweringEchoes() {
    answersEchoes = false;
  }

  /** Waits for the next message that is not an echo. */
  IsoMessage request() throws InterruptedException {
    IsoMessage request = requests.poll(30, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request came");
    }
    return request;
  }

  boolean hasRequest() {
    return !requests.isEmpty();
  }

  /** A good approval of the request, for a test to spoil. */
  static IsoMessage approvalOf(IsoMessage request) {
    IsoMessage answer = Iso8583Dialect.message((request.getType() & ~0xf) + 0x10);
    answer.copyFieldsFrom(
        request,
        Iso8583Dialect.AMOUNT,
        Iso8583Dialect.CURRENCY,
        Iso8583Dialect.STAN,
        Iso8583Dialect.REFERENCE);
    Iso8583Dialect.set(answer, Iso8583Dialect.RESPONSE_CODE, ResponseCode.APPROVED);
    Iso8583Dialect.set(answer, Iso8583Dialect.AUTHORIZATION_CODE, "A1B2C3");
    Iso8583Dialect.set(answer, Iso8583Dialect.TRANSACTION_ID, "tx1");
    return answer;
  }

  void send(IsoMessage answer) throws IOException {
    ByteArrayOutputStream framed = new ByteArrayOutputStream();
    Iso8583Frames.write(framed, Iso8583Dialect.encode(answer));
    sendRaw(framed.toByteArray());
  }

  void sendRaw(byte[] bytes) throws IOException {
    Socket last = sockets.get(sockets.size() - 1);
    synchronized (last) {
      last.getOutputStream().write(bytes);
    }
  }

  void hangUp() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    hangUp();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        Thread thread = new Thread(() -> read(socket), "scripted-host-reader");
        thread.setDaemon(true);
        thread.start();
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void read(Socket socket) {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(socket.getInputStream()))) {
      for (byte[] bytes = Iso8583Frames.read(in); bytes != null; bytes = Iso8583Frames.read(in)) {
        IsoMessage message = Iso8583Dialect.parse(bytes);
        if (message.getType() != Iso8583Dialect.ECHO) {
          requests.add(message);
        } else if (answersEchoes) {
          message.setType(Iso8583Dialect.ECHO_ANSWER);
          send(message);
        }
      }
    } catch (IOException closed) {
      // The gateway or the test hung up.
    } catch (MalformedMessage e) {
      throw new AssertionError("the gateway sent garbage", e);
    }
  }
}
