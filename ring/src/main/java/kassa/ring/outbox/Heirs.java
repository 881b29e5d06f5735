package kassa.ring.outbox;

import java.util.Collection;
import java.util.List;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.placement.Partition;
import kassa.ring.placement.Placement;

/**
 * Who is owed facts once other nodes own them: what a node was owed that is no owner any more goes
 * to those who are. It may be on none of them.
 */
public final class Heirs {
  private Heirs() {}

  /** Whether an entry has to be written anew for others. */
  public static boolean mustInherit(Destination destination, Key key, Placement placement) {
    return destination instanceof Destination.Peer peer
        && !placement.of(key).owners().contains(peer.node());
  }

  /**
   * Whether a node gives others what it holds of a partition: it owned that, and does not now.
   *
   * @param before what it owned until now; none when it does not remember, and may have owned all
   */
  public static boolean mustGive(
      Partition partition, Placement now, Collection<Placement> before, NodeId self) {
    boolean owned =
        before.isEmpty()
            || before.stream().anyMatch(era -> era.of(partition).owners().contains(self));
    return owned && !now.of(partition).owners().contains(self);
  }

  /** The owners of a key but this node. */
  public static List<Destination> of(Key key, Placement placement, NodeId self) {
    return placement.of(key).owners().stream()
        .filter(owner -> !owner.equals(self))
        .map(Destination::peer)
        .toList();
  }
}
