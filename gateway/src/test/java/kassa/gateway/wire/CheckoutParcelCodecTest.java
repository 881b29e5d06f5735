package kassa.gateway.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import kassa.gateway.card.CardDetails;
import kassa.gateway.checkout.Checkout;
import kassa.gateway.checkout.CheckoutAnswer;
import kassa.gateway.checkout.CheckoutAnswer.Why;
import kassa.gateway.order.MerchantId;
import kassa.gateway.order.Money;
import kassa.gateway.order.OrderId;
import kassa.gateway.order.Placed;
import kassa.gateway.order.Placed.CardSummary;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.HybridTime;
import kassa.ring.Incarnation;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.Replicas;
import kassa.ring.wire.ByteReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CheckoutParcelCodecTest {
  private static final OrderId ORDER = new OrderId("ord_0123456789abcdefghjkmnpqrs");

  private static Map<String, CheckoutParcel> everyKind() {
    Map<String, CheckoutParcel> all = new LinkedHashMap<>();
    all.put("hand", new CheckoutParcel.Hand(7, checkout("123")));
    all.put("hand_without_cvc", new CheckoutParcel.Hand(7, checkout(null)));
    all.put("received", new CheckoutParcel.Received(7));
    all.put("ordered", ordered(new Replicas(2, 3, 3, 1, false)));
    all.put("ordered_with_archive", ordered(new Replicas(2, 2, 3, 0, true)));
    all.put("key_reused", answered(new CheckoutAnswer.KeyReused()));
    all.put("nothing", answered(new CheckoutAnswer.NothingHappened(Why.PARTNER_AWAY)));
    all.put("unknown", answered(new CheckoutAnswer.OutcomeUnknown()));
    return all;
  }

  @Test
  void everyParcelHasItsGoldenBytes() throws IOException {
    Map<String, String> bytes = new LinkedHashMap<>();
    everyKind().forEach((name, parcel) -> bytes.put(name, hex(parcel)));

    assertEquals(golden(), bytes);
  }

  @Test
  void goldenBytesStillDecode() throws IOException {
    Map<String, String> golden = golden();
    everyKind()
        .forEach(
            (name, parcel) -> {
              byte[] bytes = HexFormat.of().parseHex(golden.getOrDefault(name, ""));
              assertEquals(parcel, CheckoutParcelCodec.decode(bytes), name);
            });
  }

  @Test
  void bytesThatAreNoParcelAreRefusedAndNothingElseHappens() throws IOException {
    Random random = new Random(1);
    for (String hex : golden().values()) {
      byte[] bytes = HexFormat.of().parseHex(hex);
      for (int length = 0; length < bytes.length; length++) {
        byte[] torn = Arrays.copyOf(bytes, length);
        assertThrows(ByteReader.Malformed.class, () -> CheckoutParcelCodec.decode(torn));
      }
      for (int i = 0; i < 500; i++) {
        byte[] damaged = bytes.clone();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        decodeOrRefuse(damaged);
      }
    }
  }

  private static void decodeOrRefuse(byte[] damaged) {
    try {
      CheckoutParcelCodec.decode(damaged);
    } catch (ByteReader.Malformed expected) {
      assertEquals(ByteReader.Malformed.class, expected.getClass());
    }
  }

  private static CheckoutParcel ordered(Replicas replicas) {
    return answered(new CheckoutAnswer.Ordered(facts(), replicas, true));
  }

  private static CheckoutParcel answered(CheckoutAnswer answer) {
    return new CheckoutParcel.Answered(7, answer);
  }

  private static Checkout checkout(@Nullable String cvc) {
    Placed placed =
        new Placed(
            new MerchantId("demo"),
            "order 1",
            Money.of(12_900, "SEK"),
            List.of(),
            Placed.Capture.AUTOMATIC,
            true,
            new CardSummary("visa", "4242", 12, 2029),
            "f".repeat(64));
    return new Checkout(
        ORDER,
        placed,
        new CardDetails("4242424242424242", 2029, 12, cvc),
        Instant.ofEpochMilli(1_700_000_000_123L));
  }

  private static FactSet facts() {
    Incarnation actor = new Incarnation(new NodeId("n1"), 1_700_000_000_000L, 7);
    return FactSet.of(
        List.of(
            new Fact(
                new Key(ORDER.value()),
                new Dot(actor, 1),
                HybridTime.ofMillis(1_700_000_000_001L),
                "placed",
                "{}".getBytes(StandardCharsets.UTF_8))));
  }

  private static String hex(CheckoutParcel parcel) {
    return HexFormat.of().formatHex(CheckoutParcelCodec.encode(parcel));
  }

  private static Map<String, String> golden() throws IOException {
    Map<String, String> golden = new LinkedHashMap<>();
    try (InputStream in =
        CheckoutParcelCodecTest.class.getResourceAsStream("/golden/parcels-v1.txt")) {
      String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      text.lines().map(line -> line.split(" ")).forEach(parts -> golden.put(parts[0], parts[1]));
    }
    return golden;
  }
}
