package kassa.ring.node;

import java.util.List;
import kassa.ring.Fact;
import kassa.ring.NodeId;
import kassa.ring.membership.Peers;
import kassa.ring.outbox.Carrier;
import kassa.ring.wire.RingMessage;

/** Takes a batch to a peer; the answer comes to the endpoint. */
record PeerCarrier(NodeId peer, Network network, Peers peers) implements Carrier {
  @Override
  public void carry(long batch, List<Fact> facts) {
    network.send(peer, new RingMessage.Deliver(batch, facts));
  }

  @Override
  public boolean reachable() {
    return peers.reachable(peer, MonotonicClock.now());
  }
}
