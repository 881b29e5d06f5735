package kassa.ring.roster;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import kassa.ring.NodeId;
import kassa.ring.smallstate.Entry;
import kassa.ring.smallstate.SmallState;
import kassa.ring.smallstate.Version;

/**
 * The roster as small state carries it: a name for each node, so that a change moves one entry. The
 * versions of an entry are those of its seats that were said in the latest generation number; they
 * join as the seats do.
 */
public final class RosterEntries {
  private static final String PREFIX = "ring/";

  private RosterEntries() {}

  public static String name(NodeId node) {
    return PREFIX + node;
  }

  /** What to say of a node; for {@code RingNode.change} and the like. */
  public static UnaryOperator<Entry> say(Seat seat) {
    int number = seat.generation().number();
    return entry -> entry.plus(new Version(number, seat.toText())).endBelow(number);
  }

  /** A roster as small state. */
  public static SmallState write(Roster roster) {
    SmallState all = SmallState.EMPTY;
    for (Map.Entry<NodeId, Seat> seat : roster.seats().entrySet()) {
      all = all.plus(name(seat.getKey()), say(seat.getValue()).apply(Entry.NONE));
    }
    return all;
  }

  /**
   * A roster with all that small state says of it.
   *
   * @throws IllegalArgumentException when an entry of the ring is none that this version writes
   */
  public static Roster read(Roster roster, SmallState state) {
    Roster all = roster;
    for (Map.Entry<String, Entry> named : state.entries().tailMap(PREFIX).entrySet()) {
      if (!named.getKey().startsWith(PREFIX)) {
        break;
      }
      NodeId node = new NodeId(named.getKey().substring(PREFIX.length()));
      Optional<Seat> seat =
          named.getValue().versions().stream().map(v -> Seat.parse(v.content())).reduce(Seat::join);
      if (seat.isPresent()) {
        all = all.plus(node, seat.get());
      }
    }
    return all;
  }
}
