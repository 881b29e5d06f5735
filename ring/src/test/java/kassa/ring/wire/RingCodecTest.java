package kassa.ring.wire;

import static kassa.ring.Facts.N1;
import static kassa.ring.Facts.N2;
import static kassa.ring.Facts.fact;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
            new PeerIdentity(N1, Descent.first(N1), "pekko://kassa@h:1", "d1", true), 7));
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

  @ParameterizedTest
  @ValueSource(strings = {"messages-v1.txt", "messages-v2.txt"})
  void goldenBytesStillDecode(String file) throws IOException {
    golden(file)
        .forEach(
            (name, hex) -> {
              byte[] bytes = HexFormat.of().parseHex(hex);
              assertArrayEquals(bytes, RingCodec.encode(RingCodec.decode(bytes)), name);
            });
  }

  @Test
  void bytesThatAreNoMessageAreRefusedAndNothingElseHappens() throws IOException {
    Random random = new Random(1);
    for (String hex : golden("messages-v2.txt").values()) {
      byte[] bytes = HexFormat.of().parseHex(hex);
      for (int length = 0; length < bytes.length; length++) {
        byte[] torn = Arrays.copyOf(bytes, length);
        assertThrows(ByteReader.Malformed.class, () -> RingCodec.decode(torn));
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
      RingCodec.decode(bytes);
    } catch (ByteReader.Malformed expected) {
      assertEquals(ByteReader.Malformed.class, expected.getClass());
    }
  }

  private static String hex(Era era, RingMessage message) {
    return HexFormat.of().formatHex(RingCodec.encode(new Envelope(FROM, TO, era, message)));
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
