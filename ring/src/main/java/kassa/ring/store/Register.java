package kassa.ring.store;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import kassa.ring.Incarnation;
import kassa.ring.NodeId;
import kassa.ring.membership.Standing;
import kassa.ring.placement.Partition;

/**
 * What a store says of itself: whose it is, how far each actor's facts go, and for which partitions
 * it is complete (rule R7). It is lost together with the facts that it is about. Any thread may
 * call it; what is changed is durable when the call returns.
 */
public interface Register {
  /** The first life in the data directory; empty before it has begun. */
  Optional<Incarnation> origin();

  /** A life begins in the data directory; the first of all names it. */
  void begin(Incarnation life);

  /** How the data directory stands to the ring. */
  Standing standing();

  /** Sets the standing, and with it for which partitions the store is complete. */
  void stand(Standing standing, Collection<Partition> complete);

  /** The store holds all it ever acknowledged of a partition. */
  void complete(Partition partition);

  int countComplete();

  boolean isComplete(Partition partition);

  /**
   * The highest sequence number of each of a node's latest lives of which facts are held. Of its
   * own node only of lives in this directory: what a lost one knew comes back in part.
   */
  Map<Incarnation, Long> latestLives(NodeId node);
}
