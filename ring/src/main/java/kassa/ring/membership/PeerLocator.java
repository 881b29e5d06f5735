package kassa.ring.membership;

import java.util.concurrent.CompletionStage;
import kassa.ring.NodeId;
import kassa.ring.placement.Era;

/**
 * Asks peers at their fixed management addresses. Any thread may call it; stages complete within a
 * second, exceptionally when the peer does not answer.
 */
public interface PeerLocator {
  CompletionStage<PeerIdentity> identify(String management);

  /** What the peer remembers of a node. */
  CompletionStage<Testimony> testify(String management, NodeId about);

  /**
   * Whether the peer grants that the candidate forms the cluster; see {@link Formation}.
   *
   * @param era by which the candidate counts a majority
   */
  CompletionStage<Boolean> askVote(String management, NodeId candidate, Era era);
}
