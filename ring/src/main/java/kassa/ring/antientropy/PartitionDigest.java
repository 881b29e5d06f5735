package kassa.ring.antientropy;

import java.util.BitSet;
import java.util.List;
import java.util.stream.LongStream;
import kassa.ring.HybridTime;
import kassa.ring.placement.Partition;
import kassa.ring.store.FactScan;
import kassa.ring.store.KeyFacts;

/**
 * What a disk holds of a partition, in 2 kB: the sums of the facts' hashes, by leaves into which
 * the keys fall. Equal sums mean equal facts, for all that accidents can do; a leaf that differs
 * leaves a 256th of the partition to be compared by name.
 *
 * @see <a href="https://www.allthingsdistributed.com/files/amazon-dynamo-sosp2007.pdf">DeCandia et
 *     al., Dynamo, 2007: replica synchronization, section 4.7; two levels of its Merkle trees do
 *     here, for partitions are small</a>
 */
public final class PartitionDigest {
  /** Part of the wire format. */
  public static final int LEAVES = 256;

  private final long[] sums;
  private final long facts;

  private PartitionDigest(long[] sums, long facts) {
    this.sums = sums;
    this.facts = facts;
  }

  /**
   * Reads the whole partition. A stub adds what the facts would that it stands for: so an owner
   * that left them to the archive and one that did not are equal.
   *
   * @param since keys of which only a stub is left, and that are older, are left out: owners forget
   *     them, each at its time
   */
  public static PartitionDigest of(Partition partition, HybridTime since, FactScan disk) {
    long[] sums = new long[LEAVES];
    long[] facts = {0};
    disk.scan(
        partition,
        null,
        held -> {
          facts[0] += Math.max(1, held.facts().size());
          if (counts(held, since)) {
            sums[Partition.leafOf(held.key(), LEAVES)] += held.facts().sum();
          }
          return true;
        });
    return new PartitionDigest(sums, facts[0]);
  }

  static boolean counts(KeyFacts held, HybridTime since) {
    return held.facts().size() > 0 || held.facts().newest().compareTo(since) >= 0;
  }

  /** How many facts were read for it, or stubs without any. */
  public long facts() {
    return facts;
  }

  public List<Long> leaves() {
    return LongStream.of(sums).boxed().toList();
  }

  /**
   * @param leaves of a peer
   * @throws IllegalArgumentException when they are not {@link #LEAVES}
   */
  public BitSet differing(List<Long> leaves) {
    if (leaves.size() != LEAVES) {
      throw new IllegalArgumentException("a digest of " + leaves.size() + " leaves");
    }
    BitSet differing = new BitSet(LEAVES);
    for (int leaf = 0; leaf < LEAVES; leaf++) {
      differing.set(leaf, sums[leaf] != leaves.get(leaf));
    }
    return differing;
  }
}
