package kassa.ring;

import java.nio.charset.StandardCharsets;

/** Facts about nothing, for tests. */
public final class Facts {
  public static final Incarnation N1 = new Incarnation(new NodeId("n1"), 1_700_000_000_000L, 7);
  public static final Incarnation N2 = new Incarnation(new NodeId("n2"), 1_700_000_000_001L, -9);

  private Facts() {}

  public static Fact fact(String key, Incarnation actor, long seq) {
    byte[] payload = ("payload " + seq).getBytes(StandardCharsets.UTF_8);
    return new Fact(
        new Key(key),
        new Dot(actor, seq),
        HybridTime.ofMillis(1_700_000_000_000L + seq),
        "noted",
        payload);
  }
}
