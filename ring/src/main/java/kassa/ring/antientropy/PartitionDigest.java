package kassa.ring.antientropy;

import java.util.BitSet;
import java.util.List;
import java.util.stream.LongStream;
import kassa.ring.HybridTime;
import kassa.ring.placement.Partition;
import kassa.ring.store.FactScan;
import kassa.ring.store.KeySum;

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

  private final HybridTime since;
  private final long[] sums = new long[LEAVES];
  private long facts;

  private PartitionDigest(HybridTime since) {
    this.since = since;
  }

  /**
   * Of a whole partition, by the hashes that its facts carry. A stub adds what the facts would that
   * it stands for: so an owner that left them to the archive and one that did not are equal.
   *
   * @param since keys of which only a stub is left, and that are older, are left out: owners forget
   *     them, each at its time
   */
  public static PartitionDigest of(Partition partition, HybridTime since, FactScan disk) {
    PartitionDigest digest = new PartitionDigest(since);
    disk.sum(partition, digest::add);
    return digest;
  }

  /** The same, with each fact held against its hash, which costs most: so damage is seen. */
  public static PartitionDigest checked(Partition partition, HybridTime since, FactScan disk) {
    PartitionDigest digest = new PartitionDigest(since);
    disk.scan(
        partition,
        null,
        held -> {
          digest.add(KeySum.of(held));
          return true;
        });
    return digest;
  }

  private void add(KeySum held) {
    facts += Math.max(1, held.facts());
    if (held.counts(since)) {
      sums[Partition.leafOf(held.key(), LEAVES)] += held.sum();
    }
  }

  /** How many facts were read for it, or stubs without any. */
  public long facts() {
    return facts;
  }

  public List<Long> leaves() {
    return LongStream.of(sums).boxed().toList();
  }

  /** Leaves in which there is nothing. */
  BitSet blank() {
    BitSet blank = new BitSet(LEAVES);
    for (int leaf = 0; leaf < LEAVES; leaf++) {
      blank.set(leaf, sums[leaf] == 0);
    }
    return blank;
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
