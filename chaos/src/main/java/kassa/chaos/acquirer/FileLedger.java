package kassa.chaos.acquirer;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The acquirer's ledger: JSON lines, only ever appended. One thread writes what queued while it
 * waited for the disk, syncs once, and only then runs what was to happen after.
 *
 * <p>A failed write or sync ends the ledger: nothing runs after it, since a retry of a failed sync
 * may succeed without having written anything.
 */
final class FileLedger implements Closeable {
  private static final int QUEUE = 8_192;

  private record Append(Optional<LedgerEntry> entry, Runnable afterwards) {}

  private static final Append END = new Append(Optional.empty(), () -> {});

  private final FileChannel channel;
  private final List<LedgerEntry> entries;
  private final long cutBytes;
  private final BlockingQueue<Append> queue = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicBoolean closing = new AtomicBoolean();
  private final Thread writer;

  private FileLedger(
      FileChannel channel,
      List<LedgerEntry> entries,
      long cutBytes,
      Consumer<IOException> onFailure) {
    this.channel = channel;
    this.entries = List.copyOf(entries);
    this.cutBytes = cutBytes;
    this.writer = new Thread(() -> write(onFailure), "ledger");
    writer.setDaemon(true);
  }

  /**
   * Opens a ledger, makes it if there is none, and cuts off a last line without an end: its answer
   * never left.
   *
   * @param onFailure called once, on the writing thread, when the disk refuses
   * @throws IOException also when another process has it open, or when a whole line is not one of a
   *     ledger: then nothing is cut, a person must look
   */
  static FileLedger open(Path file, Consumer<IOException> onFailure) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      lock(channel, file);
      List<LedgerEntry> entries = new ArrayList<>();
      long whole = readLines(channel, file, entries);
      long cut = channel.size() - whole;
      channel.truncate(whole);
      channel.position(whole);
      channel.force(true);
      FileLedger ledger = new FileLedger(channel, entries, cut, onFailure);
      ledger.writer.start();
      return ledger;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** What was in the file when it was opened. */
  List<LedgerEntry> entriesAtOpen() {
    return entries;
  }

  /** How much of a torn last line was cut off when it was opened; 0 after a clean end. */
  long cutBytes() {
    return cutBytes;
  }

  /**
   * @param entry may be absent: an answer that repeats an earlier one waits for that one's sync
   * @param afterwards run on the writing thread once everything appended until now is durable; must
   *     not block
   * @return false when the ledger is closed; then nothing happens
   */
  boolean append(Optional<LedgerEntry> entry, Runnable afterwards) throws InterruptedException {
    if (closing.get()) {
      return false;
    }
    queue.put(new Append(entry, afterwards));
    return true;
  }

  /** Writes what is queued, and ends. */
  @Override
  public void close() throws IOException {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    try {
      if (writer.isAlive()) {
        queue.put(END);
        writer.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      channel.close();
    }
  }

  private void write(Consumer<IOException> onFailure) {
    List<Append> batch = new ArrayList<>();
    try {
      do {
        batch.clear();
        batch.add(queue.take());
        queue.drainTo(batch);
        store(batch);
        batch.forEach(append -> append.afterwards().run());
      } while (!batch.contains(END));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      closing.set(true);
      onFailure.accept(e);
    }
  }

  private void store(List<Append> batch) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Append append : batch) {
      append.entry().ifPresent(entry -> lines.append(entry.toJson()).append('\n'));
    }
    if (lines.length() == 0) {
      return;
    }
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines.toString());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(false);
  }

  private static void lock(FileChannel channel, Path file) throws IOException {
    if (channel.tryLock() == null) {
      throw new IOException(file + " is the ledger of another running acquirer");
    }
  }

  /** Returns where the last whole line ends. */
  private static long readLines(FileChannel channel, Path file, List<LedgerEntry> entries)
      throws IOException {
    InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long read = 0;
    long whole = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      read++;
      if (next != '\n') {
        line.write(next);
        continue;
      }
      try {
        entries.add(LedgerEntry.ofJson(line.toString(StandardCharsets.UTF_8)));
      } catch (IllegalArgumentException e) {
        throw new IOException(file + ", line " + (entries.size() + 1) + ": " + e.getMessage(), e);
      }
      line.reset();
      whole = read;
    }
    return whole;
  }
}
