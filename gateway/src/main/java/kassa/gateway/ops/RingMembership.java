package kassa.gateway.ops;

import java.util.concurrent.CompletionStage;
import kassa.ring.NodeId;
import kassa.ring.node.RingNode;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.roster.Eras;
import kassa.ring.roster.RosterChange;

/** A running one. */
record RingMembership(RingNode node) implements Membership {
  @Override
  public Member own() {
    return node.own();
  }

  @Override
  public String agreement() {
    return node.identity().descriptor();
  }

  @Override
  public Eras eras() {
    return node.eras();
  }

  @Override
  public boolean reachable(NodeId peer) {
    return node.reachable(peer);
  }

  @Override
  public CompletionStage<RosterChange.Outcome> change(RosterChange change) {
    return node.change(change);
  }
}
