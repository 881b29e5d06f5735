package kassa.ring.node;

import com.typesafe.config.Config;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import kassa.ring.Bound;
import kassa.ring.Fact;
import kassa.ring.NodeId;
import kassa.ring.membership.PeerIdentity;
import kassa.ring.membership.Peers;
import kassa.ring.placement.Era;
import kassa.ring.wire.Envelope;
import kassa.ring.wire.RingCodec;
import kassa.ring.wire.RingMessage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;

/**
 * The way to peers at their present addresses; it needs no cluster membership. Any thread may call
 * it. What is sent to a peer without a known address is lost, as anything sent may be.
 */
final class Network {
  /** Where every node takes messages of the ring. */
  static final String ENDPOINT = "ring";

  private record Peer(PeerIdentity identity, ActorRef<Envelope> endpoint) {}

  private final NodeId self;
  private final String descriptor;
  private final Peers liveness;
  private final Era first;
  private volatile Era era;
  private final ActorRefResolver resolver;
  private final Memory memory;
  private final Map<NodeId, Peer> peers = new ConcurrentHashMap<>();

  /**
   * @param descriptor fingerprint of the ring's
   * @param first era of the ring, as configured
   * @param era by which this node begins
   */
  Network(
      NodeId self,
      String descriptor,
      Era first,
      Era era,
      Peers liveness,
      ActorSystem<?> system,
      Memory memory) {
    this.self = self;
    this.liveness = liveness;
    this.memory = memory;
    this.descriptor = descriptor;
    this.first = first;
    this.era = era;
    this.resolver = ActorRefResolver.get(system);
  }

  /**
   * A node told who and where it is. An earlier life of it is not believed any more, and one with
   * another descriptor is no peer: it would place keys elsewhere. A new life is remembered on disk
   * before anything is sent to it. One whose disk is an older copy is told nothing, so that its
   * word counts for nothing; it ends when it asks for its past.
   */
  void locate(PeerIdentity identity) {
    if (!identity.descriptor().equals(descriptor)) {
      return;
    }
    peers.compute(
        identity.incarnation().node(),
        (id, known) ->
            known != null && !isNews(identity, known.identity()) ? known : peer(identity));
  }

  private static boolean isNews(PeerIdentity identity, PeerIdentity known) {
    return !identity.equals(known) && !known.incarnation().supersedes(identity.incarnation());
  }

  private @Nullable Peer peer(PeerIdentity identity) {
    return memory.meet(identity)
        ? new Peer(identity, resolver.resolveActorRef(identity.remoting() + "/system/" + ENDPOINT))
        : null;
  }

  /** When a peer's process began, in milliseconds since 1970, if that is known. */
  OptionalLong began(NodeId node) {
    Peer peer = peers.get(node);
    return peer == null
        ? OptionalLong.empty()
        : OptionalLong.of(peer.identity().incarnation().startedAt());
  }

  /** From now on what is sent is said by this era. */
  void adopt(Era next) {
    era = next;
  }

  Era era() {
    return era;
  }

  /** By which era a peer said something. */
  Era eraOf(Envelope envelope) {
    return envelope.era().equals(Era.FIRST) ? first : envelope.era();
  }

  void send(NodeId to, RingMessage message) {
    send(to, message, Envelope.NONE);
  }

  /**
   * @param deadline by the monotonic clock; a peer that does not read it is not told
   */
  void send(NodeId to, RingMessage message, long deadline) {
    Peer peer = peers.get(to);
    if (peer != null) {
      liveness.asked(to, MonotonicClock.now());
      Era by = era.equals(first) ? Era.FIRST : era;
      long told = peer.identity().wire() < RingCodec.WITH_WAIT ? Envelope.NONE : deadline;
      peer.endpoint().tell(new Envelope(self, to, by, message, told));
    }
  }

  /**
   * @param config of the actor system, which enforces them
   */
  static List<Bound> bounds(Config config) {
    Config remoting = config.getConfig("pekko.remote.artery.advanced");
    return List.of(
        Bound.of(
            "remoting.queue",
            remoting.getInt("outbound-message-queue-size"),
            "messages a peer",
            "lost; whoever waits asks another, facts stay owed"),
        Bound.of(
            "remoting.frame", remoting.getBytes("maximum-frame-size"), "bytes", "not sent at all"),
        Bound.of("fact.payload", Fact.MAX_PAYLOAD, "bytes", "not recorded"));
  }
}
