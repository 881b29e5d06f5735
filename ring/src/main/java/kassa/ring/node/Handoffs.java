package kassa.ring.node;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import kassa.ring.NodeId;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Who empties the outbox towards which peer; there are more as nodes come in. Any thread may ask.
 */
final class Handoffs {
  private final Map<NodeId, ActorRef<HandoffActor.Command>> actors = new ConcurrentHashMap<>();
  private final Function<NodeId, ActorRef<HandoffActor.Command>> start;

  Handoffs(Function<NodeId, ActorRef<HandoffActor.Command>> start) {
    this.start = start;
  }

  /** What is owed to the peer is carried from now on, if it was not before. */
  void begin(NodeId peer) {
    actors.computeIfAbsent(peer, start);
  }

  Optional<ActorRef<HandoffActor.Command>> to(NodeId peer) {
    return Optional.ofNullable(actors.get(peer));
  }
}
