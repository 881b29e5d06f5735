package kassa.ring.placement;

import java.nio.charset.StandardCharsets;
import kassa.ring.NodeId;

/**
 * Highest random weight hashing: every node has a pseudo-random weight for every partition, and the
 * heaviest own it. When a node comes or goes, only what it wins or leaves moves.
 *
 * @see <a href="https://www.eecs.umich.edu/techreports/cse/96/CSE-TR-316-96.pdf">Thaler and
 *     Ravishankar, 1996 and 1998</a>
 */
final class RendezvousHash {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private RendezvousHash() {}

  static long weight(Partition partition, NodeId node) {
    return hash(node.value().getBytes(StandardCharsets.UTF_8), partition.number() + 1L);
  }

  /** FNV-1a, finished with the mixer of SplitMix64 because FNV alone spreads short names badly. */
  static long hash(byte[] bytes, long seed) {
    long h = FNV_OFFSET ^ mix(seed);
    for (byte b : bytes) {
      h = (h ^ (b & 0xff)) * FNV_PRIME;
    }
    return mix(h);
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }
}
