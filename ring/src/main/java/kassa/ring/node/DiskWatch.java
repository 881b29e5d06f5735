package kassa.ring.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import kassa.ring.disk.DiskLook;
import kassa.ring.disk.DiskRoom;
import kassa.ring.disk.DiskRoom.Level;
import kassa.ring.disk.DiskRoom.Standing;
import kassa.ring.store.LocalStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a second how much room there is, on a thread of its own: a file system that is stuck
 * holds up whoever asks it, for as long as it likes.
 */
final class DiskWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
  private static final long PAUSE_MILLIS = 1_000;

  private final Look look;
  private final DiskRoom room;
  private final LocalStore store;
  private final Consumer<Throwable> fatal;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread one = new Thread(task, "kassa-disk-watch");
            one.setDaemon(true);
            return one;
          });
  private boolean failed;
  private Level level = Level.AMPLE;

  /** Asks a disk, and may take long. */
  @FunctionalInterface
  interface Look {
    DiskLook at() throws IOException;

    static Look of(Path directory, LocalStore store) {
      return () ->
          new DiskLook(Files.getFileStore(directory).getUsableSpace(), store.owedEntries());
    }
  }

  /** Begins to look. */
  DiskWatch(Look look, DiskRoom room, LocalStore store, Consumer<Throwable> fatal) {
    this.look = look;
    this.room = room;
    this.store = store;
    this.fatal = fatal;
    var unused = thread.scheduleWithFixedDelay(this::look, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      room.looked(look.at(), MonotonicClock.now());
      failed = false;
    } catch (IOException e) {
      if (!failed) {
        LOG.error("the disk does not say how full it is", e);
      }
      failed = true;
    } catch (RuntimeException e) {
      fatal.accept(e);
      throw e;
    }
    long time = MonotonicClock.now();
    Standing now = room.at(time);
    store.takeOffers(room.takesOffers(time));
    if (now.level() != level) {
      level = now.level();
      LOG.warn("room on the disk: {}", now);
    }
  }

  /** A look that hangs is left behind. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      boolean ended = thread.awaitTermination(1, TimeUnit.SECONDS);
      LOG.debug("the last look at the disk has ended: {}", ended);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
