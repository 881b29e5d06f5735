package kassa.ring.wire;

import java.util.concurrent.TimeUnit;
import org.apache.pekko.serialization.JSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Gives Pekko the bytes of {@link RingCodec}: no Java serialization, no reflection. Both ways it is
 * called by remoting itself, so that the time in queues counts: before it the sender's outbound
 * one, after it the receiver's mailbox.
 */
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
    return RingCodec.encode((Envelope) message, now());
  }

  @Override
  public Object fromBinaryJava(byte[] bytes, @Nullable Class<?> manifest) {
    return RingCodec.decode(bytes, now());
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
