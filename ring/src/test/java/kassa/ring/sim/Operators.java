package kassa.ring.sim;

import java.util.List;
import java.util.Optional;
import kassa.ring.NodeId;
import kassa.ring.roster.Phase;
import kassa.ring.roster.Roster;
import kassa.ring.roster.RosterChange;
import kassa.ring.roster.RosterChange.Outcome;
import kassa.ring.roster.Seat;

/** Those who change the membership of a simulated ring, each at a node and by what that knows. */
final class Operators {
  /** Rare states that must be reached. */
  enum Sometimes {
    AN_ERA_ADOPTED,
    TWO_ROSTERS_MERGED,
    NEWS_BEFORE_ITS_PAST,
    NOBODY_UP,
    FETCHED_AHEAD,
    A_NEW_OWNER_COMPLETE,
    AN_ACK_OF_ANOTHER_ERA,
    A_HINT_INHERITED,
    HANDED_OVER,
    DEAD_AND_ALIVE,
    DEPARTED,
    TOO_FEW_UP_FOR_ONE_TO_GO
  }

  private final World world;

  Operators(World world) {
    this.world = world;
  }

  void change(Fault.ChangeRing change) {
    world.node(change.at()).life().ifPresent(life -> change(life.membership(), change));
  }

  private void change(SimMembership at, Fault.ChangeRing change) {
    switch (change.change()) {
      case JOIN -> join(at);
      case BRING_UP -> bringUp(at);
      case LEAVE -> at.change(new RosterChange.Leave(change.who()));
      case DECLARE_DEAD -> at.change(new RosterChange.DeclareDead(change.who()));
      case REPLACE -> {
        if (at.change(new RosterChange.DeclareDead(change.who())) instanceof Outcome.Changed) {
          join(at);
          bringUp(at);
        }
      }
    }
  }

  private void join(SimMembership at) {
    Optional<SimNode> next = world.nodes().stream().filter(SimNode::waits).findFirst();
    next.filter(node -> join(at, node.id)).ifPresent(SimNode::join);
  }

  private boolean join(SimMembership at, NodeId node) {
    Seat seat = World.seat(node, world.plan().nodes());
    int salt = world.dice("join of " + node).nextInt();
    RosterChange join =
        new RosterChange.Join(node, seat.zone(), seat.http(), seat.management(), salt);
    return at.change(join) instanceof Outcome.Changed;
  }

  private static void bringUp(SimMembership at) {
    at.known().roster().in(Phase.JOINING).forEach(n -> at.change(new RosterChange.BringUp(n)));
  }

  /** Whether the ring still has enough nodes, and may declare one dead, wherever that is done. */
  boolean maySpare(NodeId node) {
    return world.nodes().stream()
            .filter(SimNode::isThere)
            .map(n -> n.eras().roster())
            .allMatch(roster -> roster.in(Phase.UP).size() > RosterChange.LEAST_UP)
        && world.nodes().stream().noneMatch(SimNode::isGone)
        && world.node(node).isThere();
  }

  /** A node that is gone is declared dead at the first that can be asked. */
  void bury(NodeId node) {
    someone().ifPresent(at -> at.change(new RosterChange.DeclareDead(node)));
  }

  private Optional<SimMembership> someone() {
    return world.nodes().stream()
        .flatMap(node -> node.life().stream())
        .map(SimLife::membership)
        .filter(
            at ->
                at.eras()
                    .roster()
                    .seat(at.self())
                    .filter(seat -> seat.phase() == Phase.UP)
                    .isPresent())
        .findFirst()
        .or(
            () ->
                world.nodes().stream()
                    .flatMap(node -> node.life().stream())
                    .map(SimLife::membership)
                    .findFirst());
  }

  /**
   * When the faults are over: who came in where that was forgotten comes in once more, who waits to
   * be brought up is, and who is gone is declared dead.
   */
  void tidyUp() {
    someone()
        .ifPresent(
            at -> {
              world.nodes().stream()
                  .filter(node -> node.isThere() && at.known().roster().seat(node.id).isEmpty())
                  .forEach(node -> join(at, node.id));
              bringUp(at);
              world.nodes().stream()
                  .filter(SimNode::isGone)
                  .filter(node -> !isDead(at.known().roster(), node.id))
                  .forEach(node -> at.change(new RosterChange.DeclareDead(node.id)));
            });
  }

  private static boolean isDead(Roster roster, NodeId node) {
    return roster.seat(node).filter(seat -> seat.phase() == Phase.DEAD).isPresent();
  }

  /** What keeps the ring from being one, with everybody in it who is there; empty when it is. */
  Optional<String> unsettled() {
    List<SimNode> there = world.nodes().stream().filter(SimNode::isThere).toList();
    Roster roster = there.get(0).eras().roster();
    for (SimNode node : there) {
      if (!node.eras().roster().equals(roster)) {
        return Optional.of(node.id + " has another roster: " + node.eras().roster());
      }
      if (!node.eras().past().isEmpty()) {
        return Optional.of(node.id + " lacks what was stored in " + node.eras().past());
      }
      if (!node.disk().hasHandedOver(node.eras().era())) {
        return Optional.of(node.id + " has not given what it held as an owner of before");
      }
      Phase phase = roster.seat(node.id).map(Seat::phase).orElse(Phase.DEAD);
      if (phase != Phase.UP && phase != Phase.LEFT) {
        return Optional.of(node.id + " is " + phase);
      }
      if (phase == Phase.LEFT) {
        world.reach(Sometimes.DEPARTED);
      }
    }
    return Optional.empty();
  }
}
