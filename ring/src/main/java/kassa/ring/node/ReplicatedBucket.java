package kassa.ring.node;

import kassa.ring.smallstate.SmallState;
import org.apache.pekko.cluster.ddata.ReplicatedData;

/**
 * A bucket of the small state as Pekko Distributed Data carries it. Nothing in it belongs to a
 * member of the cluster, so nothing has to be pruned when one goes.
 */
record ReplicatedBucket(SmallState state) implements ReplicatedData {
  static final ReplicatedBucket EMPTY = new ReplicatedBucket(SmallState.EMPTY);

  @Override
  public ReplicatedData merge(ReplicatedData other) {
    return join((ReplicatedBucket) other);
  }

  ReplicatedBucket join(ReplicatedBucket other) {
    return new ReplicatedBucket(state.join(other.state));
  }

  /** By which name the members of the cluster know a bucket. */
  static final class Key extends org.apache.pekko.cluster.ddata.Key<ReplicatedBucket> {
    private static final long serialVersionUID = 1;

    private final int bucket;

    Key(int bucket) {
      super("small-state-" + bucket);
      this.bucket = bucket;
    }

    int bucket() {
      return bucket;
    }
  }
}
