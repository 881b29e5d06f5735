package kassa.gateway.verify;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import kassa.ring.Key;
import kassa.ring.NodeId;

/**
 * The copies of one key, side by side.
 *
 * @param owners who must hold all of its facts
 * @param disks of the nodes that answered, by node; empty copies among them
 * @param archive nothing when it could not be read
 */
public record Copies(
    Key key, List<NodeId> owners, Map<NodeId, Copy> disks, Optional<Copy> archive) {
  public Copies {
    owners = List.copyOf(owners);
    disks = Map.copyOf(disks);
  }

  /** The key, for who asks for more of it. */
  public String name() {
    return key.value();
  }

  Copies withArchive(Optional<Copy> read) {
    return new Copies(key, owners, disks, read);
  }
}
