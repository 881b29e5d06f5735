package kassa.ring.wire;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactName;
import kassa.ring.HybridTime;
import kassa.ring.Incarnation;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.Stub;
import org.jspecify.annotations.Nullable;

/** The bytes of facts, of their names and of stubs, on the wire and on disk. */
public final class FactCodec {
  /** Of a few lives are most facts: read once, each keeps its text, which every hash needs. */
  private static final AtomicReferenceArray<@Nullable Incarnation> LIVES =
      new AtomicReferenceArray<>(64);

  private FactCodec() {}

  /** On disk a fact carries its hash, so that damage is seen when it is read. */
  public static byte[] toDisk(Fact fact) {
    ByteWriter out = new ByteWriter();
    write(out, fact);
    return out.i64(fact.hash()).toBytes();
  }

  /**
   * @throws ByteReader.Malformed when the bytes are no fact, or not the fact that was written
   */
  public static Fact fromDisk(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    Fact fact = read(in);
    long hash = in.i64();
    in.end();
    if (hash != fact.hash()) {
      throw new ByteReader.Malformed("the hash of " + fact + " does not fit its content", null);
    }
    return fact;
  }

  /**
   * The hash that a fact carries on disk, be it right or not.
   *
   * @throws ByteReader.Malformed when the bytes are no fact
   */
  public static long hashOnDisk(byte[] bytes) {
    if (bytes.length < Long.BYTES) {
      throw new ByteReader.Malformed("a fact of " + bytes.length + " bytes", null);
    }
    return ByteBuffer.wrap(bytes).getLong(bytes.length - Long.BYTES);
  }

  static void write(ByteWriter out, Fact fact) {
    out.text(fact.key().value());
    write(out, fact.dot());
    out.i64(fact.time().packed()).text(fact.kind()).bytes(fact.payload());
  }

  static Fact read(ByteReader in) {
    return new Fact(
        new Key(in.text()), readDot(in), new HybridTime(in.i64()), in.text(), in.bytes());
  }

  public static void write(ByteWriter out, Stub stub) {
    out.i64(stub.newest().packed());
    out.list(stub.hashes().entrySet(), (to, name) -> write(to, name.getKey(), name.getValue()));
  }

  private static void write(ByteWriter out, Dot dot, long hash) {
    write(out, dot);
    out.i64(hash);
  }

  public static Stub readStub(ByteReader in) {
    HybridTime newest = new HybridTime(in.i64());
    TreeMap<Dot, Long> hashes = new TreeMap<>();
    in.list(FactCodec::readHash).forEach(name -> hashes.put(name.getKey(), name.getValue()));
    return hashes.isEmpty() ? Stub.NONE : new Stub(newest, hashes);
  }

  private static Map.Entry<Dot, Long> readHash(ByteReader in) {
    return Map.entry(readDot(in), in.i64());
  }

  static void write(ByteWriter out, FactName name) {
    out.text(name.key().value());
    write(out, name.dot());
  }

  static FactName readName(ByteReader in) {
    return new FactName(new Key(in.text()), readDot(in));
  }

  static void write(ByteWriter out, Dot dot) {
    Incarnation actor = dot.actor();
    out.text(actor.node().value()).i64(actor.startedAt()).i32(actor.salt()).i64(dot.seq());
  }

  static Dot readDot(ByteReader in) {
    return new Dot(shared(new Incarnation(new NodeId(in.text()), in.i64(), in.i32())), in.i64());
  }

  private static Incarnation shared(Incarnation read) {
    int slot = Math.floorMod(read.hashCode(), LIVES.length());
    Incarnation known = LIVES.get(slot);
    if (read.equals(known)) {
      return known;
    }
    LIVES.set(slot, read);
    return read;
  }
}
