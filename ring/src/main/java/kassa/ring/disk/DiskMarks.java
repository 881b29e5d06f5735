package kassa.ring.disk;

/**
 * Where a node begins to save its disk. Bytes, not shares: what a store needs to go on does not
 * grow with the disk under it.
 *
 * @param shedBelow free bytes below which the node is nobody's home any more. Too small: the disk
 *     is full before what waits elsewhere was let in; too large: sales go elsewhere for no reason
 * @param keep free bytes below which it takes nothing from others either: they stay owed, and the
 *     rest is for what this node has begun, its log and the merging of files. Too small: the disk
 *     is full, and the node ends; too large: others keep long what this one could have
 * @param mostOwed entries of the outbox from which on the node is nobody's home. Too small: sales
 *     go elsewhere whenever the archive is away; too large: after an outage it takes days until
 *     others have what they are owed
 */
public record DiskMarks(long shedBelow, long keep, long mostOwed) {
  /** Half a day of a thousand checkouts a second in a ring of three, with the archive away. */
  private static final long MOST_OWED = 50_000_000;

  /** Unless others are configured. */
  public static final DiskMarks DEFAULT = new DiskMarks(1L << 30, 256L << 20, MOST_OWED);

  public DiskMarks {
    if (keep < 0 || shedBelow < keep) {
      throw new IllegalArgumentException(
          "of %d bytes new orders leave %d for others".formatted(shedBelow, keep));
    }
    if (mostOwed < 1) {
      throw new IllegalArgumentException("at most " + mostOwed + " entries owed");
    }
  }
}
