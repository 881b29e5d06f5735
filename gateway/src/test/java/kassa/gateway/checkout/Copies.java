package kassa.gateway.checkout;

import static kassa.gateway.order.OrderSamples.ID;

import java.util.List;
import java.util.stream.Stream;
import kassa.gateway.codec.OrderFactCodec;
import kassa.gateway.order.OrderFact;
import kassa.gateway.order.Recorded;
import kassa.ring.AppendOutcome;
import kassa.ring.Fact;
import kassa.ring.FactDraft;
import kassa.ring.FactSet;
import kassa.ring.HybridTime;
import kassa.ring.Key;
import kassa.ring.Replicas;

/** Copies of an order as disks hold them, and what an append says of them, to test with. */
final class Copies {
  static final Replicas TWO = new Replicas(2, 2, 3, 0, false);

  private Copies() {}

  static FactSet of(Recorded... recorded) {
    return FactSet.of(Stream.of(recorded).map(Copies::fact).toList());
  }

  static Fact fact(Recorded recorded) {
    FactDraft draft =
        recorded.fact() instanceof OrderFact.Unrecognized unknown
            ? new FactDraft(unknown.kind(), new byte[0])
            : OrderFactCodec.encode(recorded.fact());
    return new Fact(
        new Key(ID.value()), recorded.dot(), recorded.time(), draft.kind(), draft.payload());
  }

  static final AppendOutcome CLOCK_OFF =
      new AppendOutcome.ClockOff(new Replicas(2, 0, 3, 0, false));

  static AppendOutcome stored(FactSet known) {
    return new AppendOutcome.Stored(known, TWO);
  }

  static AppendOutcome tooFew(FactSet known) {
    return new AppendOutcome.TooFewReplicas(known, new Replicas(2, 1, 3, 0, false));
  }

  static List<OrderFact> contents(FactSet facts) {
    return facts.inOrder().stream().map(f -> OrderFactCodec.decode(f).fact()).toList();
  }

  static HybridTime time(long millis) {
    return HybridTime.ofMillis(millis);
  }
}
