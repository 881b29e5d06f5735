package kassa.ring.membership;

import java.util.List;
import java.util.Set;
import kassa.ring.NodeId;

/**
 * Whom to ping. Each peer in its turn, so that a node sends as many pings in a ring of a hundred as
 * in one of ten; and out of turn whoever was asked something and is silent, so that a peer that
 * stopped is noticed as soon as in a small ring by whoever needs it.
 *
 * <p>A machine: one thread at a time.
 */
public final class Pulse {
  /** Milliseconds between two beats. */
  public static final long BEAT = 100;

  static final int AT_ONCE = 10;

  private final Turns turns = new Turns(AT_ONCE);

  /** How much more than a beat lies between two pings of a peer, in milliseconds. */
  public static long turn(int peers) {
    return Math.max(0, (peers - 1) / AT_ONCE) * BEAT;
  }

  /** To be called at every beat. */
  public Set<NodeId> due(List<NodeId> all, Peers peers, long now) {
    Set<NodeId> due = turns.next(all);
    all.stream().filter(peer -> peers.isInDoubt(peer, now - BEAT, now)).forEach(due::add);
    return due;
  }
}
