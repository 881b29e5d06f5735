package kassa.ring.bench;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.Key;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Two copies of an order of nine facts, each with three that the other lacks. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FactSetBenchmark {
  private final Key key = Samples.key(1);
  private final List<Fact> common = Samples.facts(key, Samples.N1, 1, 3);
  private final FactSet here = FactSet.of(common).plus(Samples.facts(key, Samples.N1, 4, 3));
  private final FactSet there = FactSet.of(common).plus(Samples.facts(key, Samples.N2, 1, 3));
  private final Set<Dot> mentioned = there.dots();

  @Benchmark
  public FactSet unionOfCopies() {
    return here.union(there);
  }

  @Benchmark
  public FactSet unionOfEqualCopies() {
    return here.union(here);
  }

  /** What an ack carries. */
  @Benchmark
  public List<Fact> withoutMentioned() {
    return here.without(mentioned);
  }

  @Benchmark
  public Set<Dot> dots() {
    return here.dots();
  }
}
