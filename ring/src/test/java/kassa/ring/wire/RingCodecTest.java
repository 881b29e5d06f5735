package kassa.ring.wire;

import static kassa.ring.Facts.N1;
import static kassa.ring.Facts.N2;
import static kassa.ring.Facts.fact;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import kassa.ring.Dot;
import kassa.ring.FactName;
import kassa.ring.FactSet;
import kassa.ring.HybridTime;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.Stub;
import kassa.ring.membership.Descent;
import kassa.ring.membership.PeerIdentity;
import kassa.ring.placement.Era;
import kassa.ring.placement.Partition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingCodecTest {
  private static final long NOW = 1_000;
  private static final NodeId FROM = new NodeId("n1");
  private static final NodeId TO = new NodeId("n2");
  private static final Era ERA = new Era(0x1122334455667788L);
  private static final Key KEY = new Key("order-1");
  private static final HybridTime SINCE = HybridTime.ofMillis(1_700_000_000_000L);
  private static final Stub STUB =
      FactSet.of(List.of(fact("order-1", N1, 2), fact("order-1", N2, 3))).evicted().stub();

  private static Map<String, RingMessage> everyKind() {
    Map<String, RingMessage> all = new LinkedHashMap<>();
    all.put(
        "put",
        new RingMessage.Put(
            5, KEY, List.of(fact("order-1", N1, 1)), Set.of(new Dot(N2, 4)), new NodeId("n3")));
    all.put(
        "put_to_owner",
        new RingMessage.Put(5, KEY, List.of(fact("order-1", N1, 1)), Set.of(), null));
    all.put("put_ack", new RingMessage.PutAck(5, List.of(fact("order-1", N2, 4)), Stub.NONE, true));
    all.put("get", new RingMessage.Get(6, KEY, Set.of(new Dot(N1, 1))));
    all.put("get_ack", new RingMessage.GetAck(6, List.of(fact("order-1", N2, 4)), STUB, false));
    all.put(
        "deliver",
        new RingMessage.Deliver(7, List.of(fact("order-1", N1, 1), fact("order-2", N2, 300))));
    all.put("delivered", new RingMessage.Delivered(7));
    all.put("archived", new RingMessage.Archived(Set.of(new Dot(N1, 1))));
    all.put("pong", new RingMessage.Pong(7, 1_700_000_000_000L));
    all.put(
        "ping",
        new RingMessage.Ping(
            new PeerIdentity(N1, Descent.first(N1), "pekko://kassa@h:1", "d1", 2, true), 7));
    all.put("parcel", new RingMessage.Parcel("opaque".getBytes(StandardCharsets.UTF_8)));
    all.put("tell", new RingMessage.Tell("now n1 1.00000000 z1\n"));
    FactName name = new FactName(KEY, new Dot(N1, 1));
    all.put("digest_ask", new RingMessage.DigestAsk(8, new Partition(1023), SINCE));
    all.put("digest_tell", new RingMessage.DigestTell(8, true, List.of(0L, -1L)));
    all.put(
        "names_ask",
        new RingMessage.NamesAsk(9, new Partition(0), SINCE, BitSet.valueOf(new long[] {5}), KEY));
    all.put(
        "names_ask_first",
        new RingMessage.NamesAsk(9, new Partition(0), SINCE, BitSet.valueOf(new long[] {5}), null));
    all.put("names_tell", new RingMessage.NamesTell(9, false, List.of(name), true));
    all.put("facts_ask", new RingMessage.FactsAsk(10, List.of(name)));
    all.put(
        "facts_tell",
        new RingMessage.FactsTell(10, List.of(fact("order-1", N1, 1)), Map.of(KEY, STUB)));
    return all;
  }

  @Test
  void everyMessageHasItsGoldenBytes() throws IOException {
    Map<String, String> bytes = new LinkedHashMap<>();
    everyKind().forEach((name, message) -> bytes.put(name, hex(ERA, message)));

    assertEquals(golden("messages-v2.txt"), bytes);
  }

  @Test
  void inARingThatWasNeverChangedNodesOfTheVersionBeforeUnderstandEveryMessage()
      throws IOException {
    Map<String, String> bytes = new LinkedHashMap<>();
    everyKind().forEach((name, message) -> bytes.put(name, hex(Era.FIRST, message)));
    bytes.remove("tell"); // is told of changes only

    assertEquals(golden("messages-v1.txt"), bytes);
  }

  @Test
  void whatSomebodyWaitsForSaysHowLong() throws IOException {
    Map<String, String> bytes = new LinkedHashMap<>();
    Map<String, RingMessage> all = everyKind();
    all.keySet().retainAll(Set.of("put", "put_to_owner", "get"));
    all.forEach((name, message) -> bytes.put(name, hex(waited(message, NOW + 2000))));

    assertEquals(golden("messages-v3.txt"), bytes);
  }

  @Test
  void theReceiverCountsTheWaitByItsOwnClock() {
    byte[] bytes = RingCodec.encode(waited(new RingMessage.Delivered(7), NOW + 2000), NOW + 500);

    Envelope received = RingCodec.decode(bytes, 70);

    assertFalse(received.isLate(70 + 1499));
    assertTrue(received.isLate(70 + 1500));
  }

  @Test
  void whatWasLateBeforeItLeftIsLateWhenItComes() {
    byte[] bytes = RingCodec.encode(waited(new RingMessage.Delivered(7), NOW), NOW + 1);

    assertTrue(RingCodec.decode(bytes, 70).isLate(70));
  }

  @ParameterizedTest
  @ValueSource(strings = {"messages-v1.txt", "messages-v2.txt", "messages-v3.txt"})
  void goldenBytesStillDecode(String file) throws IOException {
    golden(file)
        .forEach(
            (name, hex) -> {
              byte[] bytes = HexFormat.of().parseHex(hex);
              assertArrayEquals(bytes, RingCodec.encode(RingCodec.decode(bytes, NOW), NOW), name);
            });
  }

  @Test
  void bytesThatAreNoMessageAreRefusedAndNothingElseHappens() throws IOException {
    Random random = new Random(1);
    List<String> all = new ArrayList<>(golden("messages-v2.txt").values());
    all.addAll(golden("messages-v3.txt").values());
    for (String hex : all) {
      byte[] bytes = HexFormat.of().parseHex(hex);
      for (int length = 0; length < bytes.length; length++) {
        byte[] torn = Arrays.copyOf(bytes, length);
        assertThrows(ByteReader.Malformed.class, () -> RingCodec.decode(torn, NOW));
      }
      for (int i = 0; i < 200; i++) {
        byte[] damaged = bytes.clone();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        decodeOrRefuse(damaged);
      }
    }
  }

  @Test
  void damageOnDiskIsSeen() {
    byte[] bytes = FactCodec.toDisk(fact("order-1", N1, 1));
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 1;
      assertThrows(IllegalArgumentException.class, () -> FactCodec.fromDisk(damaged));
    }
  }

  private static void decodeOrRefuse(byte[] bytes) {
    try {
      RingCodec.decode(bytes, NOW);
    } catch (ByteReader.Malformed expected) {
      assertEquals(ByteReader.Malformed.class, expected.getClass());
    }
  }

  private static String hex(Era era, RingMessage message) {
    return hex(new Envelope(FROM, TO, era, message));
  }

  private static Envelope waited(RingMessage message, long deadline) {
    return new Envelope(FROM, TO, ERA, message, deadline);
  }

  private static String hex(Envelope envelope) {
    return HexFormat.of().formatHex(RingCodec.encode(envelope, NOW));
  }

  private static Map<String, String> golden(String file) throws IOException {
    Map<String, String> golden = new LinkedHashMap<>();
    try (InputStream in = RingCodecTest.class.getResourceAsStream("/golden/" + file)) {
      String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      text.lines().map(line -> line.split(" ")).forEach(parts -> golden.put(parts[0], parts[1]));
    }
    return golden;
  }
}
