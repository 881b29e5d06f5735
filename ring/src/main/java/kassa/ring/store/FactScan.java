package kassa.ring.store;

import static java.util.stream.Collectors.toMap;

import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import kassa.ring.FactSet;
import kassa.ring.HybridTime;
import kassa.ring.Key;
import kassa.ring.placement.Partition;
import org.jspecify.annotations.Nullable;

/** Reading facts off a disk, by key or by partition. Any thread may call it. */
public interface FactScan {
  FactSet read(Key key);

  /** The same of many, for little more than one if they are in the order of a scan. */
  default Map<Key, FactSet> read(Collection<Key> keys) {
    return keys.stream().distinct().collect(toMap(key -> key, this::read));
  }

  /**
   * Visits the keys of a partition of which there are facts or a stub, in the same order each time,
   * from the disk itself and past all caches, so that damage is seen.
   *
   * @param after the key at which an earlier visit ended; null to begin at the first
   * @param visit false to end
   */
  void scan(Partition partition, @Nullable Key after, Predicate<KeyFacts> visit);

  /**
   * The same by name, without the content, be it right or not.
   *
   * @param since see {@link KeySum#counts}: other keys are not visited
   */
  default void names(
      Partition partition, HybridTime since, @Nullable Key after, Predicate<KeyNames> visit) {
    scan(partition, after, held -> !KeySum.of(held).counts(since) || visit.test(KeyNames.of(held)));
  }

  /** The same of a whole partition, by the hashes that its facts carry, be they right or not. */
  default void sum(Partition partition, Consumer<KeySum> visit) {
    scan(
        partition,
        null,
        held -> {
          visit.accept(KeySum.of(held));
          return true;
        });
  }
}
