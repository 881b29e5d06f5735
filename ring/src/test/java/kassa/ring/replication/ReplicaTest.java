package kassa.ring.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.outbox.Destination;
import kassa.ring.placement.Partition;
import kassa.ring.placement.Placement;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.placement.RingDescriptor.Replication;
import org.junit.jupiter.api.Test;

/** n4 is joining n1, n2 and n3, and so it owns nothing. */
class ReplicaTest {
  private static final NodeId N4 = new NodeId("n4");
  private static final RingDescriptor THREE = ring("n1", "n2", "n3");
  private static final RingDescriptor FOUR = ring("n1", "n2", "n3", "n4");
  private static final Placement PLACEMENT = new Placement(THREE, FOUR, List.of(N4), THREE.era());

  private final Replica replica = new Replica(N4, PLACEMENT, partition -> true);

  @Test
  void whatANodeWillOwnIsItsOwnAlready() {
    assertEquals(List.of(Destination.ARCHIVE), replica.owed(key(true)));
  }

  @Test
  void whatItWillNotOwnItOwesToTheOwners() {
    assertEquals(
        PLACEMENT.of(key(false)).owners().stream().map(Destination::peer).toList(),
        replica.owed(key(false)));
  }

  /** One that n4 will own, or will not. */
  private static Key key(boolean willOwn) {
    Placement then = new Placement(FOUR);
    for (int i = 0; ; i++) {
      Key key = new Key("k" + i);
      if (then.of(Partition.of(key)).owners().contains(N4) == willOwn) {
        return key;
      }
    }
  }

  private static RingDescriptor ring(String... nodes) {
    return new RingDescriptor(
        "test",
        Replication.DEFAULT,
        List.of(nodes).stream().map(id -> new Member(new NodeId(id), "z", "", "")).toList());
  }
}
