package kassa.ring.membership;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import kassa.ring.NodeId;

/**
 * What the clocks of peers say of this node's own. Any thread may call it. {@code wall} is
 * milliseconds since 1970 by this node's clock, which may be off; {@code now} is milliseconds of
 * its monotonic clock, read at the same moment.
 *
 * <p>A peer reads its clock between a ping and its answer: so its time is known up to the time that
 * both took together, and the answer to a slow ping says nothing. What is kept is by how much a
 * peer's wall clock is ahead of this node's <em>monotonic</em> clock. So a jump of this node's own
 * wall clock shows at once, before the next answer and before anything is stamped with it, and what
 * a peer said stays good when it is away; only less certain, as clocks drift.
 *
 * <p>A clock is off when a majority of the nodes in sight, this one counted, differ from it by more
 * than the bound and agree among each other. So with one peer in sight nobody can be outvoted: one
 * of two clocks is wrong, nothing tells which, and both go on, for a wrong clock costs sales and
 * never an order, while two nodes that stop cost all of them. For the same reason clocks that are
 * all apart stop nobody. A node alone cannot know.
 *
 * <p>A node that has just started cannot know before the first answers, a tenth of a second after
 * it met its peers; what it stamps by then keeps its time. For as long, a machine that was
 * suspended as a whole, its monotonic clock with it, takes itself for off when it goes on.
 *
 * @see <a href="https://www.eecis.udel.edu/~mills/ntp/html/select.html">Marzullo's algorithm as NTP
 *     selects by it: the truth is where most intervals meet</a>
 */
public final class PeerClocks {
  /**
   * How much two clocks that are right may differ, in milliseconds. Too small, and a step of NTP or
   * a leap second stops a good node; too large, and a home that is behind sends money that long
   * after its merchant was told that we cannot tell, and one that is ahead turns away checkouts for
   * which there was time.
   */
  public static final long BOUND = 1_000;

  /**
   * The longest that a ping and its answer may take together, in milliseconds. Too small, and a
   * busy ring knows nothing of its clocks; too large, and only clocks that are off by the bound and
   * this much more are certain to be found.
   */
  public static final long SLOW = 500;

  /** One part in so many is what clocks drift apart at most: twice the 500 ppm that NTP allows. */
  private static final long DRIFT = 1_000;

  /** By how much a peer's wall clock is ahead of this node's monotonic clock, at least and most. */
  private record Sample(long least, long most, long at) {}

  private final Map<NodeId, Sample> samples = new ConcurrentHashMap<>();
  private boolean off;

  /**
   * A peer answered a ping.
   *
   * @param askedAt when the ping left
   * @param wall what the peer's clock showed when it answered
   */
  public void answered(NodeId peer, long askedAt, long wall, long now) {
    if (askedAt <= now && now - askedAt <= SLOW) {
      samples.put(peer, new Sample(wall - now - 1, wall - askedAt + 1, now)); // whole milliseconds
    }
  }

  /** Empty unless a majority says that this node's clock is off. */
  public synchronized Optional<ClockSkew> skew(long wall, long now) {
    long bound = off ? BOUND / 2 : BOUND; // a clock at the very bound must not come and go
    List<PeerClock> differing = differing(bound, wall, now);
    List<PeerClock> witnesses = List.of();
    for (PeerClock one : differing) {
      List<PeerClock> agreeing =
          differing.stream().filter(peer -> peer.mayBeJustBelow(one)).toList();
      witnesses = agreeing.size() > witnesses.size() ? agreeing : witnesses;
    }
    off = !witnesses.isEmpty() && 2 * witnesses.size() > all(wall, now).size() + 1;
    return off ? Optional.of(skew(witnesses)) : Optional.empty();
  }

  /** Every reading of the clock asks for these, and nearly always there are none. */
  private List<PeerClock> differing(long bound, long wall, long now) {
    for (Map.Entry<NodeId, Sample> one : samples.entrySet()) {
      if (clock(one, wall, now).differs(bound)) {
        return all(wall, now).stream().filter(peer -> peer.differs(bound)).toList();
      }
    }
    return List.of();
  }

  /**
   * Whether a majority of a ring is in sight, this node included, whose clocks agree with its own:
   * for what need not be done now and must not be done by a wrong clock.
   *
   * @param nodes of the ring
   */
  public boolean isConfirmed(int nodes, long wall, long now) {
    long agreeing = 1 + all(wall, now).stream().filter(peer -> !peer.differs(BOUND)).count();
    return 2 * agreeing > nodes && skew(wall, now).isEmpty();
  }

  /**
   * The time to live by, milliseconds since 1970: {@code wall}, or, while that is off, what the
   * majority makes of it.
   */
  public long time(long wall, long now) {
    return skew(wall, now).map(skew -> wall - skew.ahead()).orElse(wall);
  }

  /** Clocks of peers about which enough is known, in the order of their nodes. */
  public List<PeerClock> all(long wall, long now) {
    return samples.entrySet().stream()
        .map(one -> clock(one, wall, now))
        .filter(clock -> clock.most() - clock.least() <= BOUND)
        .sorted(Comparator.comparing(PeerClock::node))
        .toList();
  }

  private static PeerClock clock(Map.Entry<NodeId, Sample> one, long wall, long now) {
    Sample sample = one.getValue();
    long drift = (now - sample.at()) / DRIFT;
    long own = wall - now;
    return new PeerClock(one.getKey(), sample.least() - drift - own, sample.most() + drift - own);
  }

  private static ClockSkew skew(List<PeerClock> witnesses) {
    List<Long> ahead = witnesses.stream().map(PeerClock::ahead).sorted().toList();
    return new ClockSkew(
        -ahead.get(ahead.size() / 2), witnesses.stream().map(PeerClock::node).toList());
  }
}
