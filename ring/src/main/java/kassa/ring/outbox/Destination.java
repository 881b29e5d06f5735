package kassa.ring.outbox;

import kassa.ring.NodeId;

/** Who must have a fact besides the node that holds it. */
public sealed interface Destination {
  Archive ARCHIVE = new Archive();

  static Destination peer(NodeId node) {
    return new Peer(node);
  }

  /** Reads what {@link #label()} wrote. */
  static Destination ofLabel(String label) {
    return label.equals(ARCHIVE.label()) ? ARCHIVE : new Peer(new NodeId(label));
  }

  /** Its name on disk and in logs. */
  String label();

  /** An owner of the fact's key. */
  record Peer(NodeId node) implements Destination {
    @Override
    public String label() {
      return node.value();
    }
  }

  /** Cassandra; its label is no valid node id. */
  record Archive() implements Destination {
    @Override
    public String label() {
      return "@archive";
    }
  }
}
