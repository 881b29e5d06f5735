package kassa.ring.sim;

import java.util.List;
import java.util.Optional;
import kassa.ring.Incarnation;
import kassa.ring.NodeId;
import kassa.ring.membership.Descent;
import kassa.ring.membership.Lineage;
import kassa.ring.membership.PeerIdentity;
import kassa.ring.membership.Standing;
import kassa.ring.membership.Testimony;

/** Where a life of a node comes from, and what the peers remember of that. */
final class SimPast {
  private final SimNode node;
  private final World world;
  private final SimDisk disk;
  private final Lineage lineage;
  private final PeerIdentity identity;

  /** Begins a life that peers may hear of. */
  SimPast(SimNode node, World world, Incarnation self) {
    this.node = node;
    this.world = world;
    this.disk = node.disk();
    this.lineage =
        new Lineage(
            disk.last(),
            disk.register.origin(),
            disk.register.latestLives(node.id),
            disk.register.standing(),
            world.ring.nodes().stream().filter(other -> !other.equals(node.id)).toList());
    if (disk.register.origin().isEmpty()) {
      disk.register.begin(self);
    }
    Descent descent = new Descent(disk.register.origin().orElseThrow(), disk.last());
    disk.born(self);
    lineage.born(self, descent);
    this.identity = new PeerIdentity(self, descent, node.id.value(), "", true);
  }

  PeerIdentity identity() {
    return identity;
  }

  /**
   * Asks those that can be asked.
   *
   * @return whether this disk is an older copy, so that the life has to end
   */
  boolean look() {
    for (SimNode peer : world.nodes()) {
      if (peer != node && answers(peer)) {
        peer.identity().ifPresent(disk.acquaintances::meet);
        if (lineage.awaits(peer.id)) {
          Optional<String> copy = lineage.heard(peer.id, testimony(peer, node.id));
          if (copy.isPresent()) {
            world.note(copy.get());
            return true;
          }
        }
      }
    }
    stand();
    return false;
  }

  private void stand() {
    Standing now = lineage.standing();
    if (now != disk.register.standing()) {
      world.note(node.id + " is " + now);
      boolean complete =
          now == Standing.CREATED || world.mutant == Mutant.COUNT_AN_INCOMPLETE_OWNER;
      disk.register.stand(now, complete ? world.placement.ownedBy(node.id) : List.of());
    }
  }

  private boolean answers(SimNode peer) {
    return peer.isUp()
        && !peer.isPaused()
        && !world.faults.isCut(node.id, peer.id)
        && !world.faults.isCut(peer.id, node.id);
  }

  private static Testimony testimony(SimNode peer, NodeId about) {
    SimDisk disk = peer.disk();
    return new Testimony(
        disk.register.standing() != Standing.REPLACED,
        disk.acquaintances.of(about),
        disk.register.latestLives(about));
  }
}
