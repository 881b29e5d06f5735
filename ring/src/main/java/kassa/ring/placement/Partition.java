package kassa.ring.placement;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import kassa.ring.Key;

/**
 * A slice of the key space, the unit of ownership.
 *
 * @param number 0 to {@link #COUNT} − 1
 */
public record Partition(int number) {
  /** Fixed for ever: another count would move every key. */
  public static final int COUNT = 1024;

  public Partition {
    if (number < 0 || number >= COUNT) {
      throw new IllegalArgumentException("partition " + number);
    }
  }

  /** In order. */
  public static List<Partition> all() {
    return IntStream.range(0, COUNT).mapToObj(Partition::new).toList();
  }

  public static Partition of(Key key) {
    return new Partition((int) Long.remainderUnsigned(hash(key), COUNT));
  }

  /** Into which of a number of equal parts of its partition a key falls. */
  public static int leafOf(Key key, int leaves) {
    return (int) Long.remainderUnsigned(Long.divideUnsigned(hash(key), COUNT), leaves);
  }

  private static long hash(Key key) {
    return RendezvousHash.hash(key.value().getBytes(StandardCharsets.UTF_8), 0);
  }
}
