package kassa.chaos.lab;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One command at a time changes a lab, whichever process it runs in. */
final class LabLock {
  /** A file lock keeps out other processes only. */
  private static final ReentrantLock HERE = new ReentrantLock();

  private final Path directory;

  LabLock(Path directory) {
    this.directory = directory;
  }

  <T> T holding(Supplier<T> change) {
    HERE.lock();
    try {
      if (HERE.getHoldCount() > 1) {
        return change.get();
      }
      Files.createDirectories(directory);
      try (FileChannel channel =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        // Released with the channel.
        channel.lock();
        return change.get();
      }
    } catch (IOException failed) {
      throw new LabFailure("cannot lock " + directory + " (is the disk full?)", failed);
    } finally {
      HERE.unlock();
    }
  }
}
