package kassa.ring.membership;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kassa.ring.NodeId;

/**
 * How one cluster comes about, and never two. A node that finds a member joins it. When a majority
 * of the ring's nodes answer that they are in no cluster, the lowest id among them asks each for
 * its vote, and forms the cluster with a majority of votes. Times are milliseconds of the monotonic
 * clock.
 *
 * <p>Being the lowest id one can see is not enough: two nodes may see different majorities. A vote
 * is given to one candidate at a time, so two majorities of votes share a voter and cannot both be
 * had. A candidate that was stopped between its votes and forming is caught by the lease: it must
 * form within half of it.
 */
public final class Formation {
  /** How long a vote binds its giver. */
  static final long LEASE = 10_000;

  private final NodeId self;
  private final List<NodeId> nodes;
  private Optional<NodeId> votedFor = Optional.empty();
  private long votedUntil;

  public Formation(NodeId self, List<NodeId> nodes) {
    this.self = self;
    this.nodes = List.copyOf(nodes);
  }

  /** What a node in no cluster does next. */
  public sealed interface Step {
    /** Join by way of these remoting addresses. */
    record Join(List<String> remoting) implements Step {}

    /** Ask all of these for their vote. */
    record AskVotes(List<NodeId> voters) implements Step {}

    record Wait() implements Step {}
  }

  /**
   * @param answers of the peers that answered just now
   */
  public Step next(Map<NodeId, PeerIdentity> answers, long now) {
    List<String> members =
        answers.entrySet().stream()
            .filter(entry -> entry.getValue().inCluster())
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> entry.getValue().remoting())
            .toList();
    if (!members.isEmpty()) {
      return new Step.Join(members);
    }
    boolean lowest = answers.keySet().stream().allMatch(peer -> self.compareTo(peer) < 0);
    if (lowest && isMajority(answers.size() + 1) && grant(self, false, now)) {
      return new Step.AskVotes(
          answers.keySet().stream().sorted(Comparator.naturalOrder()).toList());
    }
    return new Step.Wait();
  }

  /** Whether this node's vote goes to the candidate. */
  public boolean grant(NodeId candidate, boolean inCluster, long now) {
    boolean free = votedFor.isEmpty() || now >= votedUntil || votedFor.get().equals(candidate);
    if (inCluster || !free) {
      return false;
    }
    votedFor = Optional.of(candidate);
    votedUntil = now + LEASE;
    return true;
  }

  /**
   * @param votes granted by peers
   * @param askedAt when they were asked
   */
  public boolean mayForm(int votes, long askedAt, long now) {
    return isMajority(votes + 1) && now - askedAt < LEASE / 2;
  }

  private boolean isMajority(int count) {
    return count > nodes.size() / 2;
  }
}
