package kassa.ring.eviction;

/**
 * What eviction did in this life of the node.
 *
 * @param evicted keys whose facts left this disk
 * @param refused how often the archive was found not to hold all of a key: {@code archive verify}
 *     tells what is missing
 * @param passes over the whole disk
 */
public record EvictionCounts(long evicted, long refused, long passes) {
  public static final EvictionCounts NONE = new EvictionCounts(0, 0, 0);

  EvictionCounts evictedMore(int keys) {
    return new EvictionCounts(evicted + keys, refused, passes);
  }

  EvictionCounts refusedOne() {
    return new EvictionCounts(evicted, refused + 1, passes);
  }

  EvictionCounts passedOnce() {
    return new EvictionCounts(evicted, refused, passes + 1);
  }
}
