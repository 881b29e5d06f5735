package kassa.ring.sim;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import kassa.ring.NodeId;
import kassa.ring.wire.Envelope;
import kassa.ring.wire.RingCodec;

/** What nodes sent each other, by kind of message: without what Pekko and TCP add to it. */
public final class Traffic {
  private final Map<String, Sent> byKind = new TreeMap<>();
  private final Map<NodeId, Map<String, Sent>> byNode = new TreeMap<>();

  /**
   * Messages and the bytes in them.
   *
   * @param messages also those that were lost
   */
  public record Sent(long messages, long bytes) {
    static final Sent NOTHING = new Sent(0, 0);

    Sent plus(Sent more) {
      return new Sent(messages + more.messages, bytes + more.bytes);
    }

    /** What came since. */
    Sent less(Sent before) {
      return new Sent(messages - before.messages, bytes - before.bytes);
    }
  }

  byte[] sent(Envelope envelope, long now) {
    byte[] bytes = RingCodec.encode(envelope, now);
    String kind = envelope.message().getClass().getSimpleName();
    Sent one = new Sent(1, bytes.length);
    byKind.merge(kind, one, Sent::plus);
    Stream.of(envelope.from(), envelope.to())
        .forEach(
            node ->
                byNode
                    .computeIfAbsent(node, first -> new TreeMap<>())
                    .merge(kind, one, Sent::plus));
    return bytes;
  }

  public Sent of(Set<String> kinds) {
    return of(kinds, byKind);
  }

  /** Those alone that a node sent or was sent. */
  Sent of(Set<String> kinds, NodeId node) {
    return of(kinds, byNode.getOrDefault(node, Map.of()));
  }

  private static Sent of(Set<String> kinds, Map<String, Sent> all) {
    return kinds.stream()
        .map(kind -> all.getOrDefault(kind, Sent.NOTHING))
        .reduce(Sent.NOTHING, Sent::plus);
  }
}
