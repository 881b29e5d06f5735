package kassa.ring.smallstate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import kassa.ring.wire.ByteReader;
import org.junit.jupiter.api.Test;

class SmallStateCodecTest {
  private static final SmallState STATE =
      new SmallState(
          Map.of(
              "merchant/demo",
              new Entry(1, List.of(new Version(1, "abc"), new Version(2, "def"))),
              "merchant/acme",
              new Entry(300, List.of(new Version(300, "xyz"))),
              "node/n1",
              Entry.NONE));

  /** What nodes and disks of this version say; a change here is a new format. */
  private static final String GOLDEN =
      "01030d6d65726368616e742f61636d65ac0201ac020378797a0d6d65726368616e742f64656d6f0102010361"
          + "62630203646566076e6f64652f6e31000063881258";

  @Test
  void aStateHasItsGoldenBytes() {
    assertEquals(GOLDEN, HexFormat.of().formatHex(SmallStateCodec.encode(STATE)));
  }

  @Test
  void goldenBytesStillDecode() {
    assertEquals(STATE, SmallStateCodec.decode(HexFormat.of().parseHex(GOLDEN)));
    assertEquals(
        SmallState.EMPTY, SmallStateCodec.decode(SmallStateCodec.encode(SmallState.EMPTY)));
  }

  @Test
  void bytesDoNotDependOnHowAStateCameTogether() {
    SmallState other =
        new SmallState(Map.of("node/n1", Entry.NONE))
            .plus("merchant/acme", new Entry(300, List.of(new Version(300, "xyz"))))
            .plus("merchant/demo", Entry.NONE.plus(new Version(2, "def")))
            .plus("merchant/demo", new Entry(1, List.of(new Version(1, "abc"))));

    assertArrayEquals(SmallStateCodec.encode(STATE), SmallStateCodec.encode(other));
  }

  @Test
  void damagedAndTornBytesAreRefused() {
    byte[] bytes = SmallStateCodec.encode(STATE);

    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 1;
      byte[] torn = Arrays.copyOf(bytes, i);
      assertThrows(ByteReader.Malformed.class, () -> SmallStateCodec.decode(damaged));
      assertThrows(ByteReader.Malformed.class, () -> SmallStateCodec.decode(torn));
    }
  }
}
