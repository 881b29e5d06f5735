package kassa.ring;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Something that a node learned about an entity. It is never changed and never taken back; what
 * undoes it is another fact.
 *
 * <p>The payload is opaque here and never re-encoded, so an old node cannot drop a field that it
 * does not know. Two facts are equal when dot and hash are; one dot with two hashes is a broken
 * invariant, which {@link FactSet} reports.
 */
public final class Fact {
  /** The largest payload in bytes; several facts of one key must fit one message. */
  public static final int MAX_PAYLOAD = 32 * 1024;

  /** Never used itself: to look one up costs more than to hash a fact. */
  private static final MessageDigest SHA_256 = newSha256();

  private final Key key;
  private final Dot dot;
  private final HybridTime time;
  private final String kind;
  private final byte[] payload;
  private final long hash;

  /**
   * @param kind 1 to 32 lower-case letters, digits and '_'
   * @param payload at most {@link #MAX_PAYLOAD} bytes; copied
   */
  public Fact(Key key, Dot dot, HybridTime time, String kind, byte[] payload) {
    if (!NameForm.isWord(kind, '_')) {
      throw new IllegalArgumentException("fact kind '" + kind + "'");
    }
    if (payload.length > MAX_PAYLOAD) {
      throw new IllegalArgumentException(
          "payload of " + payload.length + " bytes, more than " + MAX_PAYLOAD);
    }
    this.key = key;
    this.dot = dot;
    this.time = time;
    this.kind = kind;
    this.payload = payload.clone();
    this.hash = hashOf(key, dot, time, kind, payload);
  }

  public Key key() {
    return key;
  }

  public Dot dot() {
    return dot;
  }

  /** When it was learned, by the clock of the actor of the dot. */
  public HybridTime time() {
    return time;
  }

  public String kind() {
    return kind;
  }

  /** A copy of the payload. */
  public byte[] payload() {
    return payload.clone();
  }

  public int payloadLength() {
    return payload.length;
  }

  /** The first 64 bits of SHA-256 over all parts: against accidents, not against adversaries. */
  public long hash() {
    return hash;
  }

  private static long hashOf(Key key, Dot dot, HybridTime time, String kind, byte[] payload) {
    MessageDigest sha = sha256();
    update(sha, key.value());
    update(sha, dot.actor().toString());
    sha.update(ByteBuffer.allocate(16).putLong(dot.seq()).putLong(time.packed()).flip());
    update(sha, kind);
    sha.update(payload);
    return ByteBuffer.wrap(sha.digest()).getLong();
  }

  private static void update(MessageDigest sha, String text) {
    sha.update(text.getBytes(StandardCharsets.UTF_8));
    sha.update((byte) 0);
  }

  private static MessageDigest sha256() {
    try {
      return (MessageDigest) SHA_256.clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError("this platform's SHA-256 could be cloned before", e);
    }
  }

  private static MessageDigest newSha256() {
    try {
      return (MessageDigest) MessageDigest.getInstance("SHA-256").clone();
    } catch (NoSuchAlgorithmException | CloneNotSupportedException e) {
      throw new AssertionError("every Java platform has a SHA-256 that can be cloned", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fact fact && hash == fact.hash && dot.equals(fact.dot);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hash);
  }

  @Override
  public String toString() {
    return kind + "@" + dot + " of " + key;
  }
}
