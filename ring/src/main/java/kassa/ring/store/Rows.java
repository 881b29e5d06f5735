package kassa.ring.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import kassa.ring.Dot;
import kassa.ring.HybridTime;
import kassa.ring.Incarnation;
import kassa.ring.Key;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.OutboxEntry;
import kassa.ring.placement.Partition;

/**
 * How rows are named on disk. Facts are sorted by partition, key and dot, so that a partition can
 * be walked; outbox entries by destination, actor and sequence number, so oldest first per actor.
 */
final class Rows {
  /** Partition and a hash of the key: what the bloom filters know. */
  static final int FACT_PREFIX = 8;

  /** Where the mark of the clock is, in the default family. */
  static final byte[] CLOCK = text("clock");

  private Rows() {}

  static byte[] fact(Key key, Dot dot) {
    return concat(factsOf(key), dot(dot));
  }

  /** The beginning that the rows of all facts of a key share, and no other row. */
  static byte[] factsOf(Key key) {
    byte[] name = text(key.value());
    long partition = Partition.of(key).number();
    long spread = (key.value().hashCode() * 0x9E3779B97F4A7C15L) >>> 16;
    return ByteBuffer.allocate(FACT_PREFIX + name.length + 1)
        .putLong(partition << 48 | spread)
        .put(name)
        .put((byte) 0)
        .array();
  }

  /** After the last row of a key, before the first of any other. */
  static byte[] factsAfter(Key key) {
    byte[] row = factsOf(key);
    row[row.length - 1] = 1;
    return row;
  }

  /** What {@link #factsOf} made, of the row of a fact. */
  static byte[] keyOf(byte[] row) {
    return Arrays.copyOf(row, indexOfZero(row, FACT_PREFIX) + 1);
  }

  /** Of what {@link #factsOf} made. */
  static Key key(byte[] row) {
    return new Key(
        new String(row, FACT_PREFIX, row.length - FACT_PREFIX - 1, StandardCharsets.UTF_8));
  }

  static byte[] partitionFrom(Partition partition) {
    return ByteBuffer.allocate(Long.BYTES).putLong((long) partition.number() << 48).array();
  }

  static byte[] partitionAfter(Partition partition) {
    return ByteBuffer.allocate(Long.BYTES).putLong((partition.number() + 1L) << 48).array();
  }

  static byte[] outbox(Destination destination, Dot dot) {
    return concat(outboxOf(destination), dot(dot));
  }

  static byte[] outboxOf(Destination destination) {
    return concat(text(destination.label()), new byte[1]);
  }

  /** The first row of an actor at or after a sequence number. */
  static byte[] outboxFrom(Destination destination, Incarnation actor, long seq) {
    return outbox(destination, new Dot(actor, Math.max(1, seq)));
  }

  /** After the last row of an actor, before the first of the next. */
  static byte[] outboxAfter(Destination destination, Incarnation actor) {
    return concat(outboxOf(destination), concat(text(actor.toString()), new byte[] {1}));
  }

  static byte[] outboxValue(OutboxEntry entry) {
    byte[] key = text(entry.key().value());
    return ByteBuffer.allocate(Long.BYTES + key.length).putLong(entry.since()).put(key).array();
  }

  static OutboxEntry outboxEntry(byte[] row, byte[] value) {
    int start = indexOfZero(row, 0) + 1;
    Destination destination =
        Destination.ofLabel(new String(row, 0, start - 1, StandardCharsets.UTF_8));
    ByteBuffer content = ByteBuffer.wrap(value);
    long since = content.getLong();
    Key key = new Key(StandardCharsets.UTF_8.decode(content).toString());
    return new OutboxEntry(destination, dot(row, start), key, since);
  }

  static byte[] markValue(HybridTime mark) {
    return ByteBuffer.allocate(Long.BYTES).putLong(mark.packed()).array();
  }

  static HybridTime mark(byte[] value) {
    return new HybridTime(ByteBuffer.wrap(value).getLong());
  }

  private static int indexOfZero(byte[] row, int from) {
    int i = from;
    while (row[i] != 0) {
      i++;
    }
    return i;
  }

  static byte[] text(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  static boolean startsWith(byte[] row, byte[] prefix) {
    return row.length >= prefix.length
        && Arrays.equals(row, 0, prefix.length, prefix, 0, prefix.length);
  }

  /**
   * The dot with which a row ends.
   *
   * @param start where in the row it begins
   */
  static Dot dot(byte[] row, int start) {
    int end = row.length - Long.BYTES - 1;
    Incarnation actor =
        Incarnation.parse(new String(row, start, end - start, StandardCharsets.UTF_8));
    return new Dot(actor, ByteBuffer.wrap(row).getLong(end + 1));
  }

  private static byte[] dot(Dot dot) {
    byte[] actor = text(dot.actor().toString());
    return ByteBuffer.allocate(actor.length + 1 + Long.BYTES)
        .put(actor)
        .put((byte) 0)
        .putLong(dot.seq())
        .array();
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
