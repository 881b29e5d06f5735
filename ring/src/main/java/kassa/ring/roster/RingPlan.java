package kassa.ring.roster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import kassa.ring.NodeId;
import kassa.ring.placement.Partition;
import kassa.ring.placement.Placement;
import kassa.ring.placement.RingDescriptor;

/**
 * What a change would move, without making it.
 *
 * @param moves the partitions that get other owners, in order
 */
public record RingPlan(List<Move> moves) {
  public RingPlan {
    moves = List.copyOf(moves);
  }

  /**
   * A partition gets other owners.
   *
   * @param coming its new owners
   * @param going owners that it has no more
   */
  public record Move(Partition partition, List<NodeId> coming, List<NodeId> going) {}

  /** What there is to hand over; facts that are, and the bytes of their payloads. */
  public record Load(long facts, long bytes) {
    public static final Load NONE = new Load(0, 0);

    Load plus(Load other) {
      return new Load(facts + other.facts, bytes + other.bytes);
    }
  }

  public static RingPlan of(RingDescriptor before, RingDescriptor after) {
    Placement old = new Placement(before);
    Placement next = new Placement(after);
    return new RingPlan(
        IntStream.range(0, Partition.COUNT)
            .mapToObj(Partition::new)
            .map(
                partition -> {
                  List<NodeId> had = old.of(partition).owners();
                  List<NodeId> gets = next.of(partition).owners();
                  return new Move(partition, without(gets, had), without(had, gets));
                })
            .filter(move -> !move.coming().isEmpty() || !move.going().isEmpty())
            .toList());
  }

  /**
   * What each node gets that owns more than before.
   *
   * @param held what an owner holds of each partition; what is not there counts as nothing
   */
  public SortedMap<NodeId, Load> incoming(Map<Partition, Load> held) {
    SortedMap<NodeId, Load> all = new TreeMap<>();
    for (Move move : moves) {
      Load load = held.getOrDefault(move.partition(), Load.NONE);
      move.coming().forEach(node -> all.merge(node, load, Load::plus));
    }
    return all;
  }

  private static List<NodeId> without(List<NodeId> some, List<NodeId> others) {
    List<NodeId> rest = new ArrayList<>(some);
    rest.removeAll(others);
    return rest;
  }
}
