package kassa.ring.node;

import kassa.ring.smallstate.SmallStateCodec;
import org.apache.pekko.serialization.JSerializer;
import org.jspecify.annotations.Nullable;

/** Gives Pekko the bytes of {@link SmallStateCodec}. */
final class ReplicatedBucketSerializer extends JSerializer {
  /** Part of the wire format. */
  private static final int IDENTIFIER = 817_356;

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public boolean includeManifest() {
    return false;
  }

  @Override
  public byte[] toBinary(Object bucket) {
    return SmallStateCodec.encode(((ReplicatedBucket) bucket).state());
  }

  @Override
  public Object fromBinaryJava(byte[] bytes, @Nullable Class<?> manifest) {
    return new ReplicatedBucket(SmallStateCodec.decode(bytes));
  }
}
