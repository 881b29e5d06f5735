package kassa.gateway.ops;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import kassa.ring.NodeId;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.roster.Eras;
import kassa.ring.roster.RosterChange;

/** The ring as one node of it knows it. Any thread may ask. */
interface Membership {
  /** This node, with its zone and addresses, whether it is in the ring or not. */
  Member own();

  /** Of what all nodes must have been started with alike. */
  String agreement();

  /** What it goes by. */
  Eras eras();

  boolean reachable(NodeId node);

  /**
   * Changes the ring. What came of it is on this node's disk when the stage completes; with a
   * {@link TimeoutException} it may be there all the same.
   */
  CompletionStage<RosterChange.Outcome> change(RosterChange change);
}
