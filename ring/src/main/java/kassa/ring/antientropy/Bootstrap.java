package kassa.ring.antientropy;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import kassa.ring.NodeId;
import kassa.ring.antientropy.AntiEntropy.Pair;
import kassa.ring.placement.Partition;
import kassa.ring.placement.Placement;

/**
 * What a node that is joining fetches before it owns anything, at leisure: then little is left to
 * be handed over once it does. It goes through all that it will own, each time with another of the
 * present owners, and begins anew, for they go on selling. It counts for nothing: a new owner still
 * compares with all that it must (rule R12), and finds little different.
 */
public final class Bootstrap {
  private final List<Partition> partitions;
  private final Placement present;
  private final BitSet fetched = new BitSet();

  /** Counts on from pass to pass, at most 40 a second: that does for a year. */
  private int cursor;

  /**
   * @param fetched partitions gone through with one of their owners at least
   * @param of that it will own; 0 when it is no node that is joining
   */
  public record Progress(int fetched, int of) {
    public static final Progress NONE = new Progress(0, 0);

    public int left() {
      return of - fetched;
    }
  }

  /**
   * @param all partitions that are looked after
   */
  public Bootstrap(NodeId self, Placement present, Collection<Partition> all) {
    this.present = present;
    this.partitions = all.stream().filter(p -> present.of(p).pending().contains(self)).toList();
  }

  /** The next partition of which anybody may be asked, and whose turn it is of its owners. */
  Optional<Pair> next(Predicate<Pair> mayAsk) {
    for (int at = cursor; at < cursor + partitions.size(); at++) {
      Partition partition = partitions.get(at % partitions.size());
      int pass = at / partitions.size();
      List<NodeId> owners = present.of(partition).owners();
      for (int turn = 0; turn < owners.size(); turn++) {
        Pair pair = new Pair(partition, owners.get((pass + turn) % owners.size()));
        if (mayAsk.test(pair)) {
          cursor = at + 1;
          return Optional.of(pair);
        }
      }
    }
    return Optional.empty();
  }

  /** It holds what an owner held of a partition when it was asked. */
  void fetched(Partition partition) {
    fetched.set(partition.number());
  }

  Progress progress() {
    return new Progress(fetched.cardinality(), partitions.size());
  }
}
