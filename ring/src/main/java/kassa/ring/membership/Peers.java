package kassa.ring.membership;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import kassa.ring.NodeId;

/**
 * When each peer was last heard from. Any thread may call it; times are milliseconds of this node's
 * monotonic clock.
 *
 * <p>It is only a hint about where to ask first. A peer silent for two hedge times is passed over
 * (rule R3): a stopped process keeps its connections open, so nothing but silence tells. But while
 * this node itself stands still it hears nobody, and that says nothing of them: else it would take
 * itself for alone and be home to every order, when it is the slowest of all.
 *
 * @see <a href="https://issues.apache.org/jira/browse/CASSANDRA-9183">Cassandra's failure detector,
 *     which knows local pauses for the same reason</a>
 */
public final class Peers {
  private static final long NEVER = Long.MIN_VALUE;

  private final NodeId self;
  private final long hedgeTime;
  private volatile long turn;
  private final AtomicLong lastBeat = new AtomicLong(NEVER);
  private final Map<NodeId, Long> heard = new ConcurrentHashMap<>();

  /** Since when each is silent: as heard, but while this node stood still nobody was. */
  private final Map<NodeId, Long> silent = new ConcurrentHashMap<>();

  /** Since when each was asked, of those that said nothing after it. */
  private final Map<NodeId, Long> asked = new ConcurrentHashMap<>();

  /**
   * @param hedgeTime in milliseconds; too small and every pause of a collector moves homes about,
   *     too large and customers wait for the dead
   * @param turn in milliseconds; how much longer a peer may be silent that was asked nothing, since
   *     it is not pinged more often ({@link Pulse})
   */
  public Peers(NodeId self, long hedgeTime, long turn) {
    this.self = self;
    this.hedgeTime = hedgeTime;
    this.turn = turn;
  }

  /** The ring has another size: see the constructor. */
  public void turn(long millis) {
    turn = millis;
  }

  public long hedgeTime() {
    return hedgeTime;
  }

  /** To be called at every {@link Pulse#BEAT}: by that it is told when this node stood still. */
  public void beat(long now) {
    long last = lastBeat.getAndSet(now);
    long stood = last == NEVER ? 0 : now - last - Pulse.BEAT;
    if (stood > hedgeTime) {
      silent.replaceAll((node, at) -> Math.min(now, at + stood));
      asked.replaceAll((node, at) -> Math.min(now, at + stood));
    }
  }

  public void heard(NodeId node, long now) {
    heard.merge(node, now, Math::max);
    silent.merge(node, now, Math::max);
    asked.remove(node);
  }

  /** Something is sent to it, so that it should be heard. */
  public void asked(NodeId node, long now) {
    asked.putIfAbsent(node, now);
  }

  /** Whether it owes an answer since then, and is not given up yet. */
  boolean isInDoubt(NodeId node, long since, long now) {
    Long first = asked.get(node);
    return first != null && first <= since && reachable(node, now);
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
    Long last = silent.get(node);
    Long since = asked.get(node);
    return last != null
        && now - last <= 2 * hedgeTime + turn
        && (since == null || now - since <= 2 * hedgeTime);
  }
}
