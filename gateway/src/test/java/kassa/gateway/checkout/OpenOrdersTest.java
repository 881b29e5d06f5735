package kassa.gateway.checkout;

import static kassa.gateway.order.OrderSamples.A;
import static kassa.gateway.order.OrderSamples.B;
import static kassa.gateway.order.OrderSamples.approved;
import static kassa.gateway.order.OrderSamples.at;
import static kassa.gateway.order.OrderSamples.declined;
import static kassa.gateway.order.OrderSamples.dot;
import static kassa.gateway.order.OrderSamples.intent;
import static kassa.gateway.order.OrderSamples.placed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import kassa.gateway.codec.OrderFactCodec;
import kassa.gateway.order.OrderFact;
import kassa.gateway.order.OrderFact.NotSent;
import kassa.gateway.order.OrderFact.Opened;
import kassa.gateway.order.OrderFact.Withdrawn;
import kassa.gateway.order.OrderSamples;
import kassa.gateway.order.Recorded;
import kassa.ring.Dot;
import kassa.ring.FactSet;
import org.junit.jupiter.api.Test;

class OpenOrdersTest {
  private static final Recorded OPENED = at(1, dot("n1", 1), new Opened(placed(A)));
  private static final Recorded INTENT = at(1, dot("n1", 2), intent(A));

  @Test
  void anIntentOpensAndAnOutcomeOrItsWriterCloses() {
    assertFalse(isOpen());
    assertFalse(isOpen(OPENED));
    assertTrue(isOpen(OPENED, INTENT));
    assertFalse(isOpen(OPENED, INTENT, at(2, dot("n2", 1), approved(A, "tx-1"))));
    assertFalse(isOpen(OPENED, INTENT, at(2, dot("n1", 3), new NotSent(dot("n1", 2), "away"))));
    assertTrue(isOpen(OPENED, INTENT, at(2, dot("n2", 1), new NotSent(dot("n1", 2), "away"))));
  }

  @Test
  void itIsWhatTheOrderSaysForWhateverFactsCome() {
    for (long seed = 0; seed < 2_000; seed++) {
      FactSet facts = Copies.of(randomFacts(new Random(seed)).toArray(Recorded[]::new));

      assertEquals(
          OrderFactCodec.order(OrderSamples.ID, facts).hasUnknown(),
          OpenOrders.isOpen(facts),
          "seed " + seed);
    }
  }

  private static boolean isOpen(Recorded... facts) {
    return OpenOrders.isOpen(Copies.of(facts));
  }

  private static List<Recorded> randomFacts(Random random) {
    List<Recorded> facts = new ArrayList<>();
    long[] seqs = new long[3];
    for (int i = random.nextInt(8); i > 0; i--) {
      int node = random.nextInt(3);
      Dot target = dot("n" + random.nextInt(3), 1 + random.nextInt(4));
      String body = random.nextInt(3) == 0 ? B : A;
      OrderFact fact =
          switch (random.nextInt(7)) {
            case 0 -> new Opened(placed(body));
            case 1 -> new Withdrawn(target);
            case 2 -> new NotSent(target, "x");
            case 3 -> approved(body, "tx-1");
            case 4 -> declined(body);
            default -> intent(body);
          };
      facts.add(at(random.nextInt(4), dot("n" + node, ++seqs[node]), fact));
    }
    return facts;
  }
}
