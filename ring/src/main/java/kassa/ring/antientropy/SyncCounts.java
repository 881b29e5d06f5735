package kassa.ring.antientropy;

/**
 * What anti-entropy did in this life of the node.
 *
 * @param compared how often a partition was compared with another owner's
 * @param differed how often it differed, be it in flight
 * @param repaired facts that this disk should have had and lacked
 * @param filled facts with which a lost disk was refilled
 * @param passes how often all partitions were compared with all their other owners in reach
 */
public record SyncCounts(long compared, long differed, long repaired, long filled, long passes) {
  public static final SyncCounts NONE = new SyncCounts(0, 0, 0, 0, 0);

  SyncCounts comparedOne(boolean differs) {
    return new SyncCounts(compared + 1, differed + (differs ? 1 : 0), repaired, filled, passes);
  }

  SyncCounts repairedMore(long facts) {
    return new SyncCounts(compared, differed, repaired + facts, filled, passes);
  }

  SyncCounts filledMore(long facts) {
    return new SyncCounts(compared, differed, repaired, filled + facts, passes);
  }

  SyncCounts passedOnce() {
    return new SyncCounts(compared, differed, repaired, filled, passes + 1);
  }
}
