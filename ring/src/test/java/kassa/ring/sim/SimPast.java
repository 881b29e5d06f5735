package kassa.ring.sim;

import java.util.List;
import java.util.Optional;
import kassa.ring.Incarnation;
import kassa.ring.NodeId;
import kassa.ring.membership.Acquaintance;
import kassa.ring.membership.Descent;
import kassa.ring.membership.Lineage;
import kassa.ring.membership.PeerIdentity;
import kassa.ring.membership.Standing;
import kassa.ring.membership.Testimony;
import kassa.ring.placement.Placement;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.wire.RingCodec;

/** Where a life of a node comes from, by its disk and by what the peers remember. */
final class SimPast {
  private final SimNode node;
  private final World world;
  private final SimDisk disk;
  private final Lineage lineage;
  private boolean tooEarly;
  private long latestKnown;

  SimPast(SimNode node, World world) {
    this.node = node;
    this.world = world;
    this.disk = node.disk();
    this.lineage =
        new Lineage(
            disk.last(),
            disk.register.origin(),
            disk.register.latestLives(node.id),
            disk.register.standing(),
            others(node));
    stand();
  }

  private static List<NodeId> others(SimNode node) {
    return node.eras().members().stream()
        .map(Member::node)
        .filter(other -> !other.equals(node.id))
        .toList();
  }

  /** Begins the next life. */
  PeerIdentity bear(long wall, int salt) {
    long known = Math.max(latestKnown, disk.last().map(Incarnation::startedAt).orElse(0L));
    Incarnation life =
        world.planted(Mutant.DOTS_BEGIN_ANEW_IN_EVERY_LIFE)
            ? new Incarnation(node.id, 1, 1)
            : new Incarnation(node.id, Math.max(wall, known + 1), salt);
    disk.register.begin(life);
    Descent descent = new Descent(disk.register.origin().orElseThrow(), disk.last());
    disk.born(life);
    lineage.born(life, descent);
    return new PeerIdentity(life, descent, node.id.value(), "", RingCodec.NEWEST, true);
  }

  /** Asks those that can be asked and are not done with. Whether this disk is an old copy. */
  boolean isCopy() {
    lineage.adopt(others(node));
    stand();
    for (SimNode peer : world.nodes()) {
      if (lineage.awaits(peer.id) && answers(peer)) {
        Testimony testimony = testimony(peer.disk());
        Optional<String> copy = lineage.heard(peer.id, testimony);
        if (copy.isPresent()) {
          world.note(copy.get());
          return true;
        }
        tooEarly |= lineage.later(testimony).isPresent();
        testimony
            .met()
            .map(Acquaintance::latest)
            .ifPresent(life -> latestKnown = Math.max(latestKnown, life.startedAt()));
        stand();
      }
    }
    return false;
  }

  /** Whether the peers take this life for an earlier one than they met. */
  boolean beganTooEarly() {
    return tooEarly;
  }

  private void stand() {
    Standing now = lineage.standing();
    if (now != disk.register.standing()) {
      world.note(node.id + " is " + now);
      boolean complete = now == Standing.CREATED || world.planted(Mutant.COUNT_AN_INCOMPLETE_OWNER);
      Placement owned = world.placementOf(node.eras());
      disk.register.stand(now, complete ? owned.ownedBy(node.id) : List.of());
      world.checkCompleteOwners(node.id);
    }
  }

  /** At its fixed management address, and in time. */
  private boolean answers(SimNode peer) {
    return peer.isAwake()
        && !world.faults.isCut(node.id, peer.id)
        && !world.faults.isCut(peer.id, node.id);
  }

  private Testimony testimony(SimDisk of) {
    NodeId about = node.id;
    return new Testimony(
        of.register.standing() != Standing.REPLACED,
        of.acquaintances.of(about),
        of.register.latestLives(about));
  }
}
