package kassa.ring.node;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import kassa.ring.Fact;
import kassa.ring.NodeId;
import kassa.ring.membership.PeerClocks;
import kassa.ring.membership.Peers;
import kassa.ring.placement.Era;
import kassa.ring.replication.Replica;
import kassa.ring.store.LocalStore;
import kassa.ring.store.Write;
import kassa.ring.wire.Envelope;
import kassa.ring.wire.RingMessage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Where peers' messages come in, as {@link Envelope}s: a replica's work is done here, answers go to
 * who asked.
 */
final class EndpointActor extends AbstractBehavior<Object> {
  /** Others own keys from now on. */
  record Adopt(Replica replica, CompletableFuture<Void> adopted) {}

  private final NodeId self;
  private Replica replica;
  private final LocalStore store;
  private final RingClock clock;
  private final Peers peers;
  private final PeerClocks clocks;
  private final Network network;
  private final ActorRef<CoordinatorActor.Command> coordinator;
  private final ActorRef<AntiEntropyActor.Command> antiEntropy;
  private final ActorRef<HandoverActor.Command> handover;
  private final Handoffs handoffs;
  private final BiConsumer<NodeId, Era> strangers;
  private final BiConsumer<NodeId, String> news;
  private final BiConsumer<NodeId, byte[]> parcels;

  /**
   * @param strangers told who speaks by another era. Not given what it would have to be wrapped in:
   *     Java throws away the code of a method that comes to a class which was never used
   * @param news told what a peer tells of the ring
   */
  EndpointActor(
      ActorContext<Object> context,
      NodeId self,
      Replica replica,
      LocalStore store,
      RingClock clock,
      Peers peers,
      PeerClocks clocks,
      Network network,
      ActorRef<CoordinatorActor.Command> coordinator,
      ActorRef<AntiEntropyActor.Command> antiEntropy,
      ActorRef<HandoverActor.Command> handover,
      Handoffs handoffs,
      BiConsumer<NodeId, Era> strangers,
      BiConsumer<NodeId, String> news,
      BiConsumer<NodeId, byte[]> parcels) {
    super(context);
    this.self = self;
    this.replica = replica;
    this.store = store;
    this.clock = clock;
    this.peers = peers;
    this.clocks = clocks;
    this.network = network;
    this.coordinator = coordinator;
    this.antiEntropy = antiEntropy;
    this.handover = handover;
    this.handoffs = handoffs;
    this.strangers = strangers;
    this.news = news;
    this.parcels = parcels;
  }

  @Override
  public Receive<Object> createReceive() {
    return newReceiveBuilder()
        .onMessage(Envelope.class, this::onEnvelope)
        .onMessage(Adopt.class, this::onAdopt)
        .build();
  }

  private Behavior<Object> onAdopt(Adopt adopt) {
    replica = adopt.replica();
    adopt.adopted().complete(null);
    return this;
  }

  private Behavior<Object> onEnvelope(Envelope envelope) {
    if (!envelope.to().equals(self)) {
      return this; // for an earlier user of this remoting port
    }
    NodeId from = envelope.from();
    peers.heard(from, MonotonicClock.now());
    if (envelope.isLate(MonotonicClock.now())) {
      return this; // nobody waits; what was to be stored is owed all the same, or will be fetched
    }
    RingMessage message = envelope.message();
    Era era = network.eraOf(envelope);
    if (!era.equals(network.era())) {
      strangers.accept(from, era);
    }
    if (message instanceof RingMessage.Put put) {
      put(from, put);
    } else if (message instanceof RingMessage.PutAck ack) {
      observe(ack.unmentioned());
      coordinator.tell(new CoordinatorActor.Received(from, era, message));
    } else if (message instanceof RingMessage.GetAck ack) {
      observe(ack.unmentioned());
      coordinator.tell(new CoordinatorActor.Received(from, era, message));
    } else if (message instanceof RingMessage.Get get) {
      network.send(from, replica.answer(get, store.read(get.key())));
    } else if (message instanceof RingMessage.Deliver deliver) {
      take(from, deliver);
    } else if (message instanceof RingMessage.Delivered delivered) {
      handoffs.to(from).ifPresent(h -> h.tell(new HandoffActor.Delivered(delivered.batch())));
    } else if (message instanceof RingMessage.Archived archived) {
      antiEntropy.tell(new AntiEntropyActor.Archived(archived.dots()));
    } else if (message instanceof RingMessage.Ping ping) {
      network.locate(ping.self());
      network.send(from, new RingMessage.Pong(ping.askedAt(), clock.read().wall()));
    } else if (message instanceof RingMessage.Pong pong) {
      clocks.answered(from, pong.askedAt(), pong.wall(), MonotonicClock.now());
    } else if (message instanceof RingMessage.Tell tell) {
      news.accept(from, tell.eras());
    } else if (message instanceof RingMessage.Parcel parcel) {
      parcels.accept(from, parcel.content());
    } else {
      antiEntropy.tell(new AntiEntropyActor.Received(from, era, message));
      if (message instanceof RingMessage.DigestTell || message instanceof RingMessage.NamesTell) {
        handover.tell(new HandoverActor.Received(from, era, message));
      }
    }
    return this;
  }

  private void put(NodeId from, RingMessage.Put put) {
    long wall = observe(put.facts());
    Write write = new Write(put.key(), put.facts(), replica.owed(put), wall);
    store.offer(
        List.of(write), priors -> network.send(from, replica.acknowledge(put, priors.get(0))));
  }

  private void take(NodeId from, RingMessage.Deliver deliver) {
    long wall = observe(deliver.facts());
    List<Write> writes = replica.writes(deliver.facts(), Map.of(), wall);
    store.offer(writes, priors -> network.send(from, new RingMessage.Delivered(deliver.batch())));
  }

  private long observe(Collection<Fact> facts) {
    long wall = clock.millis();
    facts.forEach(fact -> store.clock().observe(fact.time(), wall));
    return wall;
  }
}
