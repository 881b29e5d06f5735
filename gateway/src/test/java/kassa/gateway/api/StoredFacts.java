package kassa.gateway.api;

import static kassa.gateway.order.OrderSamples.ID;
import static kassa.gateway.order.OrderSamples.dot;

import java.util.ArrayList;
import java.util.List;
import kassa.gateway.codec.OrderFactCodec;
import kassa.gateway.order.OrderFact;
import kassa.ring.Fact;
import kassa.ring.FactDraft;
import kassa.ring.FactSet;
import kassa.ring.HybridTime;
import kassa.ring.Key;

/** Facts of the sample order as the ring keeps them: one after the other, all by one node. */
final class StoredFacts {
  private static final long START = 1_767_323_045_001L;

  private StoredFacts() {}

  static FactSet of(OrderFact... facts) {
    List<Fact> stored = new ArrayList<>();
    for (OrderFact fact : facts) {
      FactDraft draft = OrderFactCodec.encode(fact);
      stored.add(stored(stored.size() + 1, draft.kind(), draft.payload()));
    }
    return FactSet.of(stored);
  }

  static Fact stored(int seq, String kind, byte[] payload) {
    HybridTime time = HybridTime.ofMillis(START + seq);
    return new Fact(new Key(ID.value()), dot("n1", seq), time, kind, payload);
  }
}
