package kassa.gateway.card;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import kassa.gateway.card.PendingRequests.Awaited;
import kassa.gateway.card.PendingRequests.Ticket;
import kassa.gateway.card.PendingRequests.Unanswered;
import org.jspecify.annotations.Nullable;

/**
 * One life of the line to an acquirer. It signs on with an echo, so that a host whose kernel
 * accepts while its process is stopped never counts as connected. Its owner lends the reading
 * thread; a writing thread of its own drains the queue, many messages to a write.
 *
 * <p>After {@link #close()} nothing is written and everything that waited is settled: as Unknown
 * when a byte of it may have left, as NotSent when not.
 */
final class Iso8583Connection implements Closeable {
  private static final int WRITE_BYTES = 65_536;

  private record Waiting(Iso8583Question question, CompletableFuture<AuthorizationResult> result) {}

  private static final class Outgoing {
    private final byte[] message;

    /** Null for an echo, for which nobody waits. */
    private final @Nullable Ticket ticket;

    Outgoing(byte[] message, @Nullable Ticket ticket) {
      this.message = message;
      this.ticket = ticket;
    }
  }

  private final AcquirerSettings settings;
  private final Socket socket;
  private final PendingRequests<Waiting> pending;
  private final BlockingQueue<Outgoing> queue;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicInteger echoes = new AtomicInteger();
  private final Thread writer;

  Iso8583Connection(Socket socket, AcquirerSettings settings) {
    this.settings = settings;
    this.socket = socket;
    this.pending = new PendingRequests<>(settings.maxInFlight());
    this.queue = new LinkedBlockingQueue<>(settings.writeQueue());
    this.writer = new Thread(this::write, "acquirer-" + settings.name() + "-writer");
    writer.setDaemon(true);
  }

  boolean isOpen() {
    return !closed.get();
  }

  /**
   * Signs on, calls {@code live}, and reads answers until the connection ends, which it always
   * tells by an exception. The connection is closed when this returns.
   */
  void run(Instant now, Runnable live) throws IOException, MalformedMessage {
    try {
      socket.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      writer.start();
      socket.setSoTimeout(Math.toIntExact(settings.connectTimeout().toMillis()));
      echo(now);
      receive(in);
      socket.setSoTimeout(Math.toIntExact(settings.silence().toMillis()));
      live.run();
      while (isOpen()) {
        receive(in);
      }
    } finally {
      close();
    }
  }

  /**
   * @param deadline in nanoseconds of {@link System#nanoTime()}, as {@link #expire} has them
   */
  CompletionStage<AuthorizationResult> send(
      Iso8583Question question, byte[] message, long deadline) {
    Waiting waiting = new Waiting(question, new CompletableFuture<>());
    Awaited awaited =
        new Awaited(question.authorization().reference().value(), question.answerType());
    Ticket ticket;
    synchronized (pending) {
      ticket = pending.admit(awaited, waiting, deadline).orElse(null);
    }
    if (ticket == null) {
      return notSent(isOpen() ? "too many requests in flight" : "the connection was lost");
    }
    if (!queue.offer(new Outgoing(message, ticket))) {
      synchronized (pending) {
        pending.withdraw(ticket);
      }
      // Settled rather than made anew: closing may have been first, and says NotSent as well.
      waiting.result().complete(new AuthorizationResult.NotSent("the write queue is full"));
    }
    return waiting.result();
  }

  /** Requests without an answer. Any thread. */
  int inFlight() {
    synchronized (pending) {
      return pending.size();
    }
  }

  /** Requests that are not written yet. Any thread. */
  int unwritten() {
    return queue.size();
  }

  /** Keeps the line alive, and lets the other side's death be noticed. Any thread. */
  void echo(Instant now) {
    int stan = echoes.incrementAndGet() % 999_999 + 1;
    byte[] message = Iso8583Dialect.encode(Iso8583Question.echo(stan, now));
    // A full queue carries enough traffic to show whether the other side lives.
    boolean queued = queue.offer(new Outgoing(message, null));
    assert queued || queue.remainingCapacity() == 0;
  }

  /** Settles what has waited until its deadline. Any thread. */
  void expire(long now) {
    List<Unanswered<Waiting>> expired;
    synchronized (pending) {
      expired = pending.expire(now);
    }
    settle(expired, "no answer in time", "the deadline passed before it was sent");
  }

  @Override
  public void close() throws IOException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    List<Unanswered<Waiting>> rest;
    synchronized (pending) {
      rest = pending.close();
    }
    try {
      socket.close();
    } finally {
      writer.interrupt();
      settle(rest, "the connection was lost", "the connection was lost before it was sent");
    }
  }

  private void receive(DataInputStream in) throws IOException, MalformedMessage {
    byte[] bytes = Iso8583Frames.read(in);
    if (bytes == null) {
      throw new IOException("the acquirer closed the connection");
    }
    var message = Iso8583Dialect.parse(bytes);
    switch (message.getType()) {
      case Iso8583Dialect.AUTHORIZATION_ANSWER,
          Iso8583Dialect.PURCHASE_ANSWER,
          Iso8583Dialect.INQUIRY_ANSWER ->
          answered(Iso8583Answer.of(message));
      default -> {
        // The answer to an echo; that it came is all it says.
      }
    }
  }

  private void answered(Iso8583Answer answer) {
    List<Waiting> waiting;
    synchronized (pending) {
      waiting = pending.answered(new Awaited(answer.reference(), answer.type()));
    }
    for (Waiting each : waiting) {
      AuthorizationResult result = answer.to(each.question());
      boolean whose = waiting.size() == 1;
      // "I did nothing" is about one message. With two of the same reference under way it may be
      // about the other one.
      each.result()
          .complete(
              result instanceof AuthorizationResult.NotSent && !whose
                  ? new AuthorizationResult.Unknown("one of several messages had no effect")
                  : result);
    }
  }

  private void write() {
    List<Outgoing> batch = new ArrayList<>();
    try {
      OutputStream out = new BufferedOutputStream(socket.getOutputStream(), WRITE_BYTES);
      while (isOpen()) {
        batch.add(queue.take());
        queue.drainTo(batch);
        for (Outgoing each : batch) {
          if (mayLeave(each)) {
            Iso8583Frames.write(out, each.message);
          }
        }
        out.flush();
        batch.clear();
      }
    } catch (InterruptedException e) {
      // Closed: all that waited is settled already.
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      closeAfter(e);
    }
  }

  private boolean mayLeave(Outgoing outgoing) {
    Ticket ticket = outgoing.ticket;
    if (ticket == null) {
      return true;
    }
    synchronized (pending) {
      return pending.leaves(ticket, System.nanoTime());
    }
  }

  /** The reader learns of the same failure from its closed socket, and logs it. */
  private void closeAfter(IOException cause) {
    try {
      close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static void settle(
      List<Unanswered<Waiting>> unanswered, String whyUnknown, String whyNotSent) {
    for (Unanswered<Waiting> each : unanswered) {
      each.request()
          .result()
          .complete(
              each.left()
                  ? new AuthorizationResult.Unknown(whyUnknown)
                  : new AuthorizationResult.NotSent(whyNotSent));
    }
  }

  private static CompletionStage<AuthorizationResult> notSent(String why) {
    return CompletableFuture.completedFuture(new AuthorizationResult.NotSent(why));
  }
}
