package kassa.chaos.acquirer;

import com.solab.iso8583.IsoMessage;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import kassa.chaos.acquirer.SandboxHost.Reply;
import kassa.chaos.acquirer.SandboxHost.Timing;
import kassa.gateway.card.Iso8583Dialect;
import kassa.gateway.card.Iso8583Frames;
import kassa.gateway.card.MalformedMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sandbox acquirer's port. Per connection one thread reads and one writes; all share the host,
 * under a lock that also keeps the ledger in the order of the decisions. A connection that sends
 * garbage, or does not read its answers, is closed.
 */
final class Iso8583Listener implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Iso8583Listener.class);
  private static final int ANSWERS = 16_384;

  /**
   * @param answerDelay before every answer but to an echo; zero for none
   * @param lateDelay before an answer that was asked to be late
   */
  record Delays(Duration answerDelay, Duration lateDelay) {}

  private final SandboxHost host;
  private final FileLedger ledger;
  private final Clock clock;
  private final Delays delays;
  private final ServerSocket server = new ServerSocket();
  private final Set<Line> lines = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(task -> daemon("late-answers", task));

  private Iso8583Listener(SandboxHost host, FileLedger ledger, Clock clock, Delays delays)
      throws IOException {
    this.host = host;
    this.ledger = ledger;
    this.clock = clock;
    this.delays = delays;
  }

  /** Listens from now on. The ledger stays the caller's to close, after this. */
  static Iso8583Listener start(
      InetSocketAddress address, SandboxHost host, FileLedger ledger, Clock clock, Delays delays)
      throws IOException {
    Iso8583Listener listener = new Iso8583Listener(host, ledger, clock, delays);
    try {
      // A restart must not wait for the connections of the life before.
      listener.server.setReuseAddress(true);
      listener.server.bind(address);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    daemon("acquirer-port", listener::accept).start();
    return listener;
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
    lines.forEach(Line::close);
    later.shutdownNow();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Line line = new Line(server.accept());
        lines.add(line);
        line.start();
        if (server.isClosed()) {
          line.close();
        }
      } catch (IOException e) {
        if (!server.isClosed()) {
          LOG.warn("a connection could not be taken: {}", e.getMessage());
        }
      }
    }
  }

  private void receive(Line line, byte[] bytes) throws MalformedMessage, InterruptedException {
    IsoMessage request = Iso8583Dialect.parse(bytes);
    if (request.getType() == Iso8583Dialect.ECHO) {
      synchronized (host) {
        send(line, host.receive(request, clock.instant()), Duration.ZERO);
      }
      return;
    }
    synchronized (host) {
      Reply reply = host.receive(request, clock.instant());
      Duration delay = reply.timing() == Timing.LATE ? delays.lateDelay() : delays.answerDelay();
      if (!ledger.append(reply.entry(), () -> send(line, reply, delay))) {
        throw new MalformedMessage("the ledger is closed");
      }
    }
  }

  private void send(Line line, Reply reply, Duration delay) {
    reply
        .answer()
        .ifPresent(
            answer -> {
              byte[] bytes = Iso8583Dialect.encode(answer);
              if (delay.isZero()) {
                line.send(bytes);
              } else {
                sendLater(line, bytes, delay);
              }
            });
  }

  private void sendLater(Line line, byte[] bytes, Duration delay) {
    try {
      var sending = later.schedule(() -> line.send(bytes), delay.toNanos(), TimeUnit.NANOSECONDS);
      assert !sending.isCancelled();
    } catch (RejectedExecutionException e) {
      LOG.debug("an answer is not sent: the acquirer is stopping");
    }
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** One gateway's connection. */
  private final class Line {
    private final Socket socket;
    private final BlockingQueue<byte[]> answers = new LinkedBlockingQueue<>(ANSWERS);
    private final Thread reader = daemon("acquirer-reader", this::read);
    private final Thread writer = daemon("acquirer-writer", this::write);

    Line(Socket socket) {
      this.socket = socket;
    }

    void start() {
      reader.start();
      writer.start();
    }

    void send(byte[] answer) {
      if (!answers.offer(answer)) {
        LOG.warn("a gateway does not read its answers: closing its connection");
        close();
      }
    }

    void close() {
      lines.remove(this);
      writer.interrupt();
      try {
        socket.close();
      } catch (IOException e) {
        LOG.debug("while closing a connection", e);
      }
    }

    private void read() {
      try (DataInputStream in =
          new DataInputStream(new BufferedInputStream(socket.getInputStream()))) {
        socket.setTcpNoDelay(true);
        for (byte[] bytes = Iso8583Frames.read(in); bytes != null; bytes = Iso8583Frames.read(in)) {
          receive(this, bytes);
        }
      } catch (MalformedMessage e) {
        LOG.warn("closing a connection: {}", e.getMessage());
      } catch (IOException e) {
        LOG.debug("a connection ended: {}", e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        close();
      }
    }

    private void write() {
      List<byte[]> batch = new ArrayList<>();
      try (OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 65_536)) {
        while (!socket.isClosed()) {
          batch.add(answers.take());
          answers.drainTo(batch);
          for (byte[] answer : batch) {
            Iso8583Frames.write(out, answer);
          }
          out.flush();
          batch.clear();
        }
      } catch (IOException e) {
        LOG.debug("a connection ended: {}", e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        close();
      }
    }
  }
}
