package kassa.ring.roster;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import kassa.ring.NodeId;
import kassa.ring.placement.Era;
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
  private static final String WORD = "caught-up/";

  private RosterEntries() {}

  public static String name(NodeId node) {
    return PREFIX + node;
  }

  /** What to say of a node; for {@code RingNode.change} and the like. */
  public static UnaryOperator<Entry> say(Seat seat) {
    int number = seat.generation().number();
    return entry -> entry.plus(new Version(number, seat.toText())).endBelow(number);
  }

  public static String wordName(NodeId node) {
    return WORD + node;
  }

  /** That a node has all of the eras before this one; see {@link Eras#caughtUp}. */
  public static UnaryOperator<Entry> sayCaughtUp(Era era) {
    return entry -> {
      int next = entry.latest() + 1;
      return entry.plus(new Version(next, era.toString())).endBelow(next);
    };
  }

  /**
   * By which era each node last said that it has all that was before.
   *
   * @throws IllegalArgumentException when an entry is none that this version writes
   */
  public static Map<NodeId, Era> words(SmallState state) {
    Map<NodeId, Era> words = new TreeMap<>();
    named(state, WORD)
        .forEach(
            (node, entry) ->
                entry.versions().forEach(v -> words.put(node, Era.parse(v.content()))));
    return words;
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
    for (Map.Entry<NodeId, Entry> named : named(state, PREFIX).entrySet()) {
      Optional<Seat> seat =
          named.getValue().versions().stream().map(v -> Seat.parse(v.content())).reduce(Seat::join);
      if (seat.isPresent()) {
        all = all.plus(named.getKey(), seat.get());
      }
    }
    return all;
  }

  private static Map<NodeId, Entry> named(SmallState state, String prefix) {
    Map<NodeId, Entry> named = new TreeMap<>();
    state
        .entries()
        .tailMap(prefix)
        .forEach(
            (name, entry) -> {
              if (name.startsWith(prefix)) {
                named.put(new NodeId(name.substring(prefix.length())), entry);
              }
            });
    return named;
  }
}
