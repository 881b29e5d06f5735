package kassa.ring.bench;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.placement.Era;
import kassa.ring.wire.Envelope;
import kassa.ring.wire.FactCodec;
import kassa.ring.wire.RingCodec;
import kassa.ring.wire.RingMessage;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A put of two facts that mentions four, and one fact on disk. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {
  private final Key key = Samples.key(1);
  private final List<Fact> facts = Samples.facts(key, Samples.N1, 10, 2);
  private final Set<Dot> mentioned =
      Samples.facts(key, Samples.N2, 20, 4).stream().map(Fact::dot).collect(Collectors.toSet());
  private final Envelope put =
      new Envelope(
          new NodeId("n1"),
          new NodeId("n2"),
          Era.FIRST,
          new RingMessage.Put(7, key, facts, mentioned, null));
  private final byte[] putBytes = RingCodec.encode(put, 0);
  private final byte[] diskBytes = FactCodec.toDisk(facts.get(0));

  @Benchmark
  public byte[] encodePut() {
    return RingCodec.encode(put, 0);
  }

  /** Hashes each fact as well. */
  @Benchmark
  public Envelope decodePut() {
    return RingCodec.decode(putBytes, 0);
  }

  @Benchmark
  public byte[] encodeFactToDisk() {
    return FactCodec.toDisk(facts.get(0));
  }

  /** Checks its hash as well. */
  @Benchmark
  public Fact decodeFactFromDisk() {
    return FactCodec.fromDisk(diskBytes);
  }
}
