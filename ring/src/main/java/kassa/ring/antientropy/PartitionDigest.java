package kassa.ring.antientropy;

import java.util.BitSet;
import java.util.List;
import java.util.stream.LongStream;
import kassa.ring.placement.Partition;
import kassa.ring.store.FactScan;

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

  /** Reads the whole partition. */
  public static PartitionDigest of(Partition partition, FactScan disk) {
    long[] sums = new long[LEAVES];
    long[] facts = {0};
    disk.scan(
        partition,
        null,
        fact -> {
          sums[Partition.leafOf(fact.key(), LEAVES)] += fact.hash();
          facts[0]++;
          return true;
        });
    return new PartitionDigest(sums, facts[0]);
  }

  /** How many facts were read for it. */
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
