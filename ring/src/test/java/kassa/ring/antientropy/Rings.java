package kassa.ring.antientropy;

import java.util.stream.Stream;
import kassa.ring.NodeId;
import kassa.ring.placement.Placement;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.placement.RingDescriptor.Replication;

/** Rings of some nodes, all in one zone. */
final class Rings {
  private Rings() {}

  static Placement ring(NodeId... nodes) {
    return new Placement(
        new RingDescriptor(
            "test",
            Replication.DEFAULT,
            Stream.of(nodes).map(node -> new Member(node, "z", "", "")).toList()));
  }
}
