package kassa.ring.membership;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import kassa.ring.NodeId;

/**
 * When each peer was last heard from. Any thread may call it; times are milliseconds of this node's
 * monotonic clock.
 *
 * <p>It is only a hint about where to ask first. A peer silent for two hedge times is passed over
 * (rule R3): a stopped process keeps its connections open, so nothing but silence tells.
 */
public final class Peers {
  private final NodeId self;
  private final long hedgeTime;
  private final Map<NodeId, Long> heard = new ConcurrentHashMap<>();

  /**
   * @param hedgeTime in milliseconds; too small and every pause of a collector moves homes about,
   *     too large and customers wait for the dead
   */
  public Peers(NodeId self, long hedgeTime) {
    this.self = self;
    this.hedgeTime = hedgeTime;
  }

  public long hedgeTime() {
    return hedgeTime;
  }

  public void heard(NodeId node, long now) {
    heard.merge(node, now, Math::max);
  }

  /** Empty when never, in this life of this node. */
  public OptionalLong lastHeard(NodeId node) {
    Long last = heard.get(node);
    return last == null ? OptionalLong.empty() : OptionalLong.of(last);
  }

  public boolean reachable(NodeId node, long now) {
    if (node.equals(self)) {
      return true;
    }
    Long last = heard.get(node);
    return last != null && now - last <= 2 * hedgeTime;
  }
}
