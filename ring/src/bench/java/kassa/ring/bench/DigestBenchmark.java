package kassa.ring.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kassa.ring.FactSet;
import kassa.ring.HybridTime;
import kassa.ring.Key;
import kassa.ring.antientropy.PartitionDigest;
import kassa.ring.placement.Partition;
import kassa.ring.store.Agenda;
import kassa.ring.store.RocksStore;
import kassa.ring.store.Write;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A partition of 300 orders of three facts, on a disk of its own. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DigestBenchmark {
  private static final int ORDERS = 300;
  private static final Partition PARTITION = new Partition(7);

  private final Path directory = directory();
  private final RocksStore disk = open(directory);
  private final PartitionDigest digest = filled(disk);
  private final List<Long> leaves = digest.leaves();

  @Setup
  public void holdsThemAll() {
    if (digest.facts() != ORDERS * 3) {
      throw new IllegalStateException(digest.facts() + " facts");
    }
  }

  @TearDown
  public void close() throws IOException {
    disk.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Decodes each fact and checks its hash as well. */
  @Benchmark
  public PartitionDigest checkedOfAPartitionOnDisk() {
    return PartitionDigest.checked(PARTITION, HybridTime.ZERO, disk);
  }

  @Benchmark
  public PartitionDigest ofAPartitionOnDisk() {
    return PartitionDigest.of(PARTITION, HybridTime.ZERO, disk);
  }

  @Benchmark
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public BitSet differing() {
    return digest.differing(leaves);
  }

  private static PartitionDigest filled(RocksStore disk) {
    List<Write> writes =
        IntStream.iterate(0, i -> i + 1)
            .mapToObj(Samples::key)
            .filter(key -> Partition.of(key).equals(PARTITION))
            .limit(ORDERS)
            .map(DigestBenchmark::order)
            .toList();
    CompletableFuture<List<FactSet>> durable = new CompletableFuture<>();
    disk.offer(writes, durable::complete);
    durable.join();
    return PartitionDigest.of(PARTITION, HybridTime.ZERO, disk);
  }

  private static Write order(Key key) {
    long first = 1 + 3L * Long.parseLong(key.value().substring("ord_".length()));
    return new Write(key, Samples.facts(key, Samples.N1, first, 3), List.of(), 0);
  }

  private static Path directory() {
    try {
      return Files.createTempDirectory("kassa-digest-");
    } catch (IOException e) {
      throw new IllegalStateException("no place for a disk", e);
    }
  }

  private static RocksStore open(Path directory) {
    try {
      return RocksStore.open(
          directory,
          Agenda.NONE,
          RocksStore.Disk.REAL,
          Runnable::run,
          failure -> {
            throw new IllegalStateException("the disk failed", failure);
          });
    } catch (IOException e) {
      throw new IllegalStateException("no disk in " + directory, e);
    }
  }
}
