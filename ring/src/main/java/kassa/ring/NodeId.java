package kassa.ring;

import java.util.regex.Pattern;

/**
 * The stable name of a node: it outlives processes, addresses and disks.
 *
 * @param value 1 to 32 lower-case letters, digits and hyphens, starting with a letter; it appears
 *     in addresses, roles and file names
 */
public record NodeId(String value) implements Comparable<NodeId> {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  public NodeId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "node id '" + value + "' is not 1 to 32 of a-z, 0-9 and '-', starting with a letter");
    }
  }

  @Override
  public int compareTo(NodeId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
