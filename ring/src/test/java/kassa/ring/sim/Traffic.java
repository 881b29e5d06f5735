package kassa.ring.sim;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import kassa.ring.wire.Envelope;
import kassa.ring.wire.RingCodec;

/** What nodes sent each other, by kind of message: without what Pekko and TCP add to it. */
public final class Traffic {
  private final Map<String, Sent> byKind = new TreeMap<>();

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
  }

  byte[] sent(Envelope envelope) {
    byte[] bytes = RingCodec.encode(envelope);
    String kind = envelope.message().getClass().getSimpleName();
    byKind.merge(kind, new Sent(1, bytes.length), Sent::plus);
    return bytes;
  }

  public Sent of(Set<String> kinds) {
    return kinds.stream()
        .map(kind -> byKind.getOrDefault(kind, Sent.NOTHING))
        .reduce(Sent.NOTHING, Sent::plus);
  }
}
