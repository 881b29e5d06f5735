package kassa.ring.bench;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.HybridTime;
import kassa.ring.Incarnation;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.placement.RingDescriptor.Replication;

/** Of the size that a checkout has: a key of an order id, three facts of some 300 bytes. */
final class Samples {
  static final Incarnation N1 = new Incarnation(new NodeId("n1"), 1_700_000_000_000L, 7);
  static final Incarnation N2 = new Incarnation(new NodeId("n2"), 1_700_000_000_001L, -9);

  private static final int PAYLOAD = 300;

  private Samples() {}

  static Key key(int number) {
    return new Key(String.format("ord_%026d", number));
  }

  /** Facts of one key, with consecutive sequence numbers. */
  static List<Fact> facts(Key key, Incarnation actor, long firstSeq, int count) {
    return LongStream.range(firstSeq, firstSeq + count)
        .mapToObj(
            seq -> {
              byte[] payload = new byte[PAYLOAD];
              new Random(seq).nextBytes(payload);
              HybridTime time = HybridTime.ofMillis(actor.startedAt() + seq);
              return new Fact(key, new Dot(actor, seq), time, "approved", payload);
            })
        .toList();
  }

  static RingDescriptor ring(int nodes, int zones) {
    List<Member> members =
        IntStream.rangeClosed(1, nodes)
            .mapToObj(
                i ->
                    new Member(
                        new NodeId("n" + i), "z" + i % zones, "h" + i + ":1", "h" + i + ":2"))
            .toList();
    return new RingDescriptor("bench", Replication.DEFAULT, members);
  }
}
