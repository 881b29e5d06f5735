package kassa.ring.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import kassa.ring.Key;
import kassa.ring.placement.Placement;
import kassa.ring.placement.PreferenceList;
import kassa.ring.placement.RingDescriptor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Twelve nodes in three zones. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PlacementBenchmark {
  private static final int KEYS = 1_024;

  private final RingDescriptor ring = Samples.ring(12, 3);
  private final Placement placement = new Placement(ring);
  private final List<Key> keys = IntStream.range(0, KEYS).mapToObj(Samples::key).toList();
  private int next;

  /** What each message asks. */
  @Benchmark
  public PreferenceList ofAKey() {
    next = (next + 1) % KEYS;
    return placement.of(keys.get(next));
  }

  /** What a change of the ring costs: the lists of all 1024 partitions. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public Placement ofAllPartitions() {
    return new Placement(ring);
  }
}
