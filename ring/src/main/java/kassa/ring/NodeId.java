package kassa.ring;

/**
 * The stable name of a node: it outlives processes, addresses and disks.
 *
 * @param value 1 to 32 lower-case letters, digits and hyphens, starting with a letter; it appears
 *     in addresses, roles and file names
 */
public record NodeId(String value) implements Comparable<NodeId> {
  public NodeId {
    if (!NameForm.isWord(value, '-')) {
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
