package kassa.ring.wire;

import org.apache.pekko.serialization.JSerializer;
import org.jspecify.annotations.Nullable;

/** Gives Pekko the bytes of {@link RingCodec}: no Java serialization, no reflection. */
public final class RingSerializer extends JSerializer {
  /** Part of the wire format. */
  private static final int IDENTIFIER = 817_355;

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public boolean includeManifest() {
    return false;
  }

  @Override
  public byte[] toBinary(Object message) {
    return RingCodec.encode((Envelope) message);
  }

  @Override
  public Object fromBinaryJava(byte[] bytes, @Nullable Class<?> manifest) {
    return RingCodec.decode(bytes);
  }
}
