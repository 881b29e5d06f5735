package kassa.ring.sim;

import java.util.Set;
import kassa.ring.NodeId;
import kassa.ring.placement.Partition;
import kassa.ring.store.Agenda;

/**
 * What a simulated ring is used for: it lives on every node, does a plan's operations, and knows
 * what must hold of it. The world brings time, network and faults, and checks the ring's own part.
 */
public interface Tenant {
  /** What each disk keeps a list of. */
  Agenda agenda();

  /** The partitions of all keys that it may use. */
  Set<Partition> partitions();

  /** A life of a node begins; what is to be asked to do nothing more when it ends. */
  Resident moveIn(SimRing ring);

  /** A step of the plan that is no {@link Fault}. */
  void perform(Step step);

  /** The faults are over: from now on everything must work, and this is when to try it. */
  void healed();

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
