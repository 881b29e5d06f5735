package kassa.gateway.codec;

import static kassa.gateway.order.OrderSamples.A;
import static kassa.gateway.order.OrderSamples.approved;
import static kassa.gateway.order.OrderSamples.declined;
import static kassa.gateway.order.OrderSamples.dot;
import static kassa.gateway.order.OrderSamples.intent;
import static kassa.gateway.order.OrderSamples.placed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import kassa.gateway.order.OrderFact;
import kassa.gateway.order.OrderFact.NotSent;
import kassa.gateway.order.OrderFact.Opened;
import kassa.gateway.order.OrderFact.Unrecognized;
import kassa.gateway.order.OrderFact.Withdrawn;
import kassa.gateway.order.OrderSamples;
import kassa.gateway.order.Recorded;
import kassa.ring.Fact;
import kassa.ring.FactDraft;
import kassa.ring.HybridTime;
import kassa.ring.Key;
import org.junit.jupiter.api.Test;

class OrderFactCodecTest {
  private static final List<OrderFact> ONE_OF_EACH =
      List.of(
          new Opened(placed(A)),
          new Withdrawn(dot("n1", 7)),
          intent(A),
          new NotSent(dot("n1", 8), "connection refused"),
          approved(A, "tx-1"),
          declined(A));

  @Test
  void everyKindReadsBackAsItWasWritten() {
    for (OrderFact fact : ONE_OF_EACH) {
      FactDraft draft = OrderFactCodec.encode(fact);

      assertEquals(fact, OrderFactCodec.read(draft.kind(), draft.payload()));
    }
  }

  @Test
  void goldenBytesAreStillWrittenAndRead() {
    for (OrderFact fact : ONE_OF_EACH) {
      String golden = golden(fact.kind());

      assertEquals(
          golden, new String(OrderFactCodec.encode(fact).payload(), StandardCharsets.UTF_8));
      assertEquals(fact, read(fact.kind(), golden));
    }
  }

  @Test
  void fieldsOfLaterVersionsAreSkipped() {
    String later = golden("declined").replace("{", "{\"later\":{\"x\":[1]},");

    assertEquals(declined(A), read("declined", later));
  }

  @Test
  void unknownKindsAreKeptAndSurfaced() {
    assertEquals(new Unrecognized("reversed"), read("reversed", "{\"attempt\":1}"));
  }

  @Test
  void brokenPayloadsAreKeptAndSurfaced() {
    for (OrderFact fact : ONE_OF_EACH) {
      String golden = golden(fact.kind());
      Unrecognized unreadable = new Unrecognized(fact.kind());

      assertEquals(unreadable, read(fact.kind(), ""));
      assertEquals(unreadable, read(fact.kind(), "[]"));
      assertEquals(unreadable, read(fact.kind(), "{}"));
      assertEquals(unreadable, read(fact.kind(), "null"));
      assertEquals(unreadable, read(fact.kind(), golden.substring(0, golden.length() - 2)));
    }
    assertEquals(
        new Unrecognized("intent"),
        read("intent", golden("intent").replace("\"stan\":17", "\"stan\":\"17\"")));
  }

  @Test
  void dotAndTimeComeFromTheFact() {
    FactDraft draft = OrderFactCodec.encode(declined(A));
    Fact fact =
        new Fact(
            new Key(OrderSamples.ID.value()),
            dot("n2", 4),
            HybridTime.ofMillis(99),
            draft.kind(),
            draft.payload());

    assertEquals(
        new Recorded(dot("n2", 4), HybridTime.ofMillis(99), declined(A)),
        OrderFactCodec.decode(fact));
  }

  @Test
  void whatIsNotKnownCannotBeWritten() {
    assertThrows(
        IllegalArgumentException.class, () -> OrderFactCodec.encode(new Unrecognized("later")));
  }

  private static OrderFact read(String kind, String json) {
    return OrderFactCodec.read(kind, json.getBytes(StandardCharsets.UTF_8));
  }

  private static String golden(String kind) {
    String name = "/golden/facts/" + kind + ".json";
    try (InputStream file =
        Objects.requireNonNull(OrderFactCodecTest.class.getResourceAsStream(name), name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
