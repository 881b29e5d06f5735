package kassa.ring.roster;

import java.util.Optional;
import kassa.ring.NodeId;
import kassa.ring.placement.Generation;

/**
 * What an operator wants of the membership. It is decided by what one node knows; what is decided
 * on the other side of a cut merges with it.
 */
public sealed interface RosterChange {
  /** Too few nodes up to take one out: W of them must be left, and one more that may fail. */
  int LEAST_UP = 3;

  /** What came of a change. */
  sealed interface Outcome {
    record Changed(Roster now) implements Outcome {}

    /**
     * Nothing changed, and asking again does not help.
     *
     * @param why for the operator
     */
    record Refused(String why) implements Outcome {}
  }

  Outcome on(Roster roster);

  /**
   * A node comes in. It owns nothing before it is {@link BringUp brought up}.
   *
   * @param salt random, of the generation
   */
  record Join(NodeId node, String zone, String http, String management, int salt)
      implements RosterChange {
    @Override
    public Outcome on(Roster roster) {
      Optional<Seat> known = roster.seat(node);
      if (known.isEmpty() && roster.seats().size() >= Roster.MOST) {
        return refused("a ring has at most " + Roster.MOST + " nodes in its life");
      }
      if (known.isPresent() && known.get().phase().compareTo(Phase.LEFT) < 0) {
        return refused(node + " is " + known.get().phase().label() + " already");
      }
      if (known.isPresent() && !known.get().zone().equals(zone)) {
        return refused(node + " stays in zone " + known.get().zone() + " for ever");
      }
      Generation first = new Generation(1, salt);
      Generation generation = known.map(seat -> seat.generation().next(salt)).orElse(first);
      return changed(roster, node, new Seat(generation, Phase.JOINING, zone, http, management));
    }
  }

  /** A node that is joining gets its share. */
  record BringUp(NodeId node) implements RosterChange {
    @Override
    public Outcome on(Roster roster) {
      return advance(roster, node, Phase.JOINING, Phase.UP);
    }
  }

  /** A node gives up its share, and goes once it has handed it over. */
  record Leave(NodeId node) implements RosterChange {
    @Override
    public Outcome on(Roster roster) {
      return tooFewUp(roster).orElseGet(() -> advance(roster, node, Phase.UP, Phase.LEAVING));
    }
  }

  /** A node that is leaving has handed over all: it says so itself. */
  record Depart(NodeId node) implements RosterChange {
    @Override
    public Outcome on(Roster roster) {
      return advance(roster, node, Phase.LEAVING, Phase.LEFT);
    }
  }

  /** A node will not come back. What only it held is lost; alive, it comes in again. */
  record DeclareDead(NodeId node) implements RosterChange {
    @Override
    public Outcome on(Roster roster) {
      Optional<Seat> known = roster.seat(node);
      if (known.isPresent() && known.get().phase() == Phase.DEAD) {
        return refused(node + " is dead already");
      }
      return tooFewUp(roster)
          .orElseGet(
              () ->
                  known
                      .map(seat -> changed(roster, node, seat.in(Phase.DEAD)))
                      .orElseGet(() -> refused("nobody knows " + node)));
    }
  }

  private static Optional<Outcome> tooFewUp(Roster roster) {
    int up = roster.in(Phase.UP).size();
    return up >= LEAST_UP
        ? Optional.empty()
        : Optional.of(refused("only " + up + " nodes are up, and with fewer than 3 nobody may go"));
  }

  private static Outcome advance(Roster roster, NodeId node, Phase from, Phase to) {
    Optional<Seat> known = roster.seat(node);
    if (known.isEmpty()) {
      return refused("nobody knows " + node);
    }
    Seat seat = known.get();
    return seat.phase() == from
        ? changed(roster, node, seat.in(to))
        : refused(node + " is " + seat.phase().label() + ", not " + from.label());
  }

  private static Outcome changed(Roster roster, NodeId node, Seat seat) {
    return new Outcome.Changed(roster.plus(node, seat));
  }

  private static Outcome refused(String why) {
    return new Outcome.Refused(why);
  }
}
