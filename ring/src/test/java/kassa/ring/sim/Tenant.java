package kassa.ring.sim;

import java.util.Set;
import kassa.ring.NodeId;
import kassa.ring.placement.Partition;
import kassa.ring.store.Agenda;

/**
 * What a simulated ring is used for: it lives on every node, brings the load, and knows what must
 * hold of it. The world brings time, network and faults, and checks the ring's own part.
 */
public interface Tenant {
  /** What each disk keeps a list of. */
  Agenda agenda();

  /** The partitions that owners compare; none where only the outboxes are to be tried. */
  default Set<Partition> compared() {
    return Set.of();
  }

  /** A life of a node begins; what is to be asked to do nothing more when it ends. */
  Resident moveIn(SimRing ring);

  /** All nodes are up: the load may begin. */
  void begin();

  /** Whether nothing is under way that could still append; asked when the faults are over. */
  boolean isSettled();

  /** What must hold in the end. */
  void check();

  /** The part of a tenant on one node, in one of its lives. */
  @FunctionalInterface
  interface Resident {
    /** A parcel came: it may have been late, and may come twice. */
    void receive(NodeId from, byte[] parcel);
  }
}
