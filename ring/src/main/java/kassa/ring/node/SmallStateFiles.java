package kassa.ring.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import kassa.ring.smallstate.SmallState;
import kassa.ring.smallstate.SmallStateCodec;
import kassa.ring.store.StoreDamaged;
import kassa.ring.wire.ByteReader;

/**
 * The small state on this node's own disk, a file for each bucket.
 *
 * @param directory the node's; it exists
 */
record SmallStateFiles(Path directory) {
  /**
   * All of it.
   *
   * @throws StoreDamaged when it is not what was written
   * @throws IOException when it cannot be read
   */
  SmallState read() throws IOException {
    SmallState all = SmallState.EMPTY;
    for (int bucket = 0; bucket < SmallState.BUCKETS; bucket++) {
      Optional<byte[]> bytes = file(bucket).readBytes();
      if (bytes.isPresent()) {
        all = all.join(decoded(bytes.get()));
      }
    }
    return all;
  }

  /** Replaces a bucket; it is durable when this returns. */
  void write(int bucket, byte[] bytes) throws IOException {
    file(bucket).write(bytes);
  }

  /** Whether this directory was ever told what a peer knows. */
  boolean haveHeard() throws IOException {
    return heard().read().isPresent();
  }

  void hear() throws IOException {
    heard().write("from a peer\n");
  }

  private DurableFile heard() {
    return new DurableFile(directory.resolve("small-state-heard"));
  }

  private SmallState decoded(byte[] bytes) {
    try {
      return SmallStateCodec.decode(bytes);
    } catch (ByteReader.Malformed damaged) {
      throw new StoreDamaged(directory.toString(), damaged);
    }
  }

  private DurableFile file(int bucket) {
    return new DurableFile(directory.resolve("small-state-" + bucket));
  }
}
