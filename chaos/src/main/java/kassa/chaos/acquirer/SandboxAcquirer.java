package kassa.chaos.acquirer;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/** Wiring: ledger, host and port of one sandbox acquirer. */
public final class SandboxAcquirer implements Closeable {
  private final FileLedger ledger;
  private final Iso8583Listener listener;

  private SandboxAcquirer(FileLedger ledger, Iso8583Listener listener) {
    this.ledger = ledger;
    this.listener = listener;
  }

  /**
   * Serves, continuing from the ledger.
   *
   * @param at port 0 for any free one
   * @param answerDelay before every answer but to an echo
   * @param lateDelay before the answers to {@code sandbox_late_} orders
   * @param onDiskFailure called when the ledger cannot be written: nothing is answered any more,
   *     and the process should end
   */
  public static SandboxAcquirer start(
      InetSocketAddress at,
      Path file,
      Duration answerDelay,
      Duration lateDelay,
      Consumer<IOException> onDiskFailure)
      throws IOException {
    FileLedger ledger = FileLedger.open(file, onDiskFailure);
    try {
      Iso8583Listener listener =
          Iso8583Listener.start(
              at,
              new SandboxHost(ledger.entriesAtOpen()),
              ledger,
              Clock.systemUTC(),
              new Iso8583Listener.Delays(answerDelay, lateDelay));
      return new SandboxAcquirer(ledger, listener);
    } catch (IOException e) {
      ledger.close();
      throw e;
    }
  }

  public int port() {
    return listener.port();
  }

  /** Lines in the ledger when it was opened. */
  public int entriesAtStart() {
    return ledger.entriesAtOpen().size();
  }

  /** Bytes of a torn last line that were cut off at the start. */
  public long cutBytes() {
    return ledger.cutBytes();
  }

  /** Takes no more requests, makes durable what was decided, and ends. */
  @Override
  public void close() throws IOException {
    try {
      listener.close();
    } finally {
      ledger.close();
    }
  }
}
