package kassa.ring;

import java.util.Comparator;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One life of a node's process, and so the actor of a {@link Dot}. It is made anew, and fsynced
 * before its first use, at every start; the salt keeps a node that was restored from a copy of its
 * disk from ever repeating a dot.
 */
public final class Incarnation implements Comparable<Incarnation> {
  private static final Comparator<Incarnation> ORDER =
      Comparator.comparing(Incarnation::node)
          .thenComparingLong(Incarnation::startedAt)
          .thenComparingInt(Incarnation::salt);

  private final NodeId node;
  private final long startedAt;
  private final int salt;

  /** Part of every hash and every row. Threads that meet make it twice, and it is the same. */
  private @Nullable String text;

  /**
   * @param node whose life it is
   * @param startedAt milliseconds since 1970, raised above the node's earlier incarnations
   * @param salt random
   */
  public Incarnation(NodeId node, long startedAt, int salt) {
    this.node = node;
    this.startedAt = startedAt;
    this.salt = salt;
  }

  public NodeId node() {
    return node;
  }

  public long startedAt() {
    return startedAt;
  }

  public int salt() {
    return salt;
  }

  /** Reads what {@link #toString()} wrote. */
  public static Incarnation parse(String text) {
    int salt = text.lastIndexOf('~');
    int start = text.lastIndexOf('~', salt - 1);
    if (start < 0 || text.length() != salt + 9) {
      throw new IllegalArgumentException("not an incarnation: '" + text + "'");
    }
    return new Incarnation(
        new NodeId(text.substring(0, start)),
        Long.parseLong(text.substring(start + 1, salt), Character.MAX_RADIX),
        HexFormat.fromHexDigits(text, salt + 1, text.length()));
  }

  /** Whether this life began after the other one of the same node. */
  public boolean supersedes(Incarnation other) {
    return node.equals(other.node) && compareTo(other) > 0;
  }

  @Override
  public int compareTo(Incarnation other) {
    return ORDER.compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Incarnation life
        && startedAt == life.startedAt
        && salt == life.salt
        && node.equals(life.node);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * node.hashCode() + Long.hashCode(startedAt)) + salt;
  }

  @Override
  public String toString() {
    String known = text;
    if (known == null) {
      String start = Long.toString(startedAt, Character.MAX_RADIX);
      known = node + "~" + start + "~" + HexFormat.of().toHexDigits(salt);
      text = known;
    }
    return known;
  }
}
