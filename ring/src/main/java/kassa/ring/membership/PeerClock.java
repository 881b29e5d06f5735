package kassa.ring.membership;

import kassa.ring.NodeId;

/**
 * How a peer's wall clock compares to this node's, as far as it is known.
 *
 * @param least milliseconds that it is ahead of ours at least; negative when it is behind
 * @param most the same, at most
 */
public record PeerClock(NodeId node, long least, long most) {
  /** The middle of what is possible. */
  public long ahead() {
    return least + (most - least) / 2;
  }

  /** Whether it certainly differs from ours by more than the bound. */
  boolean differs(long bound) {
    return least > bound || most < -bound;
  }

  /**
   * Whether it may show the earliest that the other may show, or up to the bound less. All of whom
   * this is true agree with each other.
   */
  boolean mayBeJustBelow(PeerClock other) {
    return least <= other.least && other.least <= most + PeerClocks.BOUND;
  }
}
