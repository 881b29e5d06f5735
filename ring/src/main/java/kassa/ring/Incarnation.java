package kassa.ring;

import java.util.Comparator;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One life of a node's process, and so the actor of a {@link Dot}. It is made anew, and fsynced
 * before its first use, at every start; the salt keeps a node that was restored from a copy of its
 * disk from ever repeating a dot.
 *
 * @param node whose life it is
 * @param startedAt milliseconds since 1970, raised above the node's earlier incarnations
 * @param salt random
 */
public record Incarnation(NodeId node, long startedAt, int salt)
    implements Comparable<Incarnation> {
  private static final Pattern FORM = Pattern.compile("(.+)~([0-9a-z]+)~([0-9a-f]{8})");
  private static final Comparator<Incarnation> ORDER =
      Comparator.comparing(Incarnation::node)
          .thenComparingLong(Incarnation::startedAt)
          .thenComparingInt(Incarnation::salt);

  /** Reads what {@link #toString()} wrote. */
  public static Incarnation parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException("not an incarnation: '" + text + "'");
    }
    return new Incarnation(
        new NodeId(m.group(1)),
        Long.parseLong(m.group(2), Character.MAX_RADIX),
        Integer.parseUnsignedInt(m.group(3), 16));
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
  public String toString() {
    return node + "~" + Long.toString(startedAt, Character.MAX_RADIX) + "~" + hex(salt);
  }

  private static String hex(int value) {
    return HexFormat.of().toHexDigits(value);
  }
}
