package kassa.gateway.node;

import java.util.function.BiConsumer;
import kassa.gateway.wire.CheckoutParcel;
import kassa.gateway.wire.CheckoutParcelCodec;
import kassa.ring.NodeId;
import kassa.ring.wire.ByteReader;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of parcels between accepting node and home, which may be one and the same node. Any
 * thread may call it; what it carries may be lost, and is until it is {@link #open}.
 */
final class Postman {
  private static final Logger LOG = LoggerFactory.getLogger(Postman.class);

  private final NodeId self;
  private volatile @Nullable Ways ways;

  /** To peers, and to the actors of this node. */
  private record Ways(
      BiConsumer<NodeId, byte[]> network,
      ActorRef<CheckoutActor.Command> home,
      ActorRef<ForwardActor.Command> accepting) {}

  Postman(NodeId self) {
    this.self = self;
  }

  void open(
      BiConsumer<NodeId, byte[]> network,
      ActorRef<CheckoutActor.Command> home,
      ActorRef<ForwardActor.Command> accepting) {
    ways = new Ways(network, home, accepting);
  }

  void post(NodeId to, CheckoutParcel parcel) {
    Ways open = ways;
    if (to.equals(self)) {
      deliver(self, parcel);
    } else if (open != null) {
      open.network().accept(to, CheckoutParcelCodec.encode(parcel));
    }
  }

  /** From a peer. */
  void arrived(NodeId from, byte[] parcel) {
    try {
      deliver(from, CheckoutParcelCodec.decode(parcel));
    } catch (ByteReader.Malformed e) {
      // Of a newer version, perhaps: to its sender it is as if it were lost.
      LOG.warn("a parcel of {} is passed over: {}", from, e.getMessage());
    }
  }

  private void deliver(NodeId from, CheckoutParcel parcel) {
    Ways open = ways;
    if (open == null) {
      return;
    }
    if (parcel instanceof CheckoutParcel.Hand hand) {
      open.home().tell(new CheckoutActor.Handed(from, hand.forward(), hand.checkout()));
    } else if (parcel instanceof CheckoutParcel.Received received) {
      open.accepting().tell(new ForwardActor.Received(from, received.forward()));
    } else if (parcel instanceof CheckoutParcel.Answered answered) {
      open.accepting().tell(new ForwardActor.Answered(from, answered.forward(), answered.answer()));
    }
  }
}
