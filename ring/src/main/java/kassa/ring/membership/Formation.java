package kassa.ring.membership;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kassa.ring.NodeId;

/**
 * How one cluster comes about, and never two. A node that finds a member joins it. When a majority
 * of the ring's nodes answer that they are in no cluster, the lowest id among them asks each for
 * its vote, and forms the cluster with a majority of votes. Times are milliseconds of the monotonic
 * clock. Voters and candidate must go by one era: majorities of different ones need not meet.
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
  private Set<NodeId> nodes;
  private Optional<NodeId> votedFor = Optional.empty();
  private long votedUntil;

  public Formation(NodeId self, List<NodeId> nodes) {
    this.self = self;
    this.nodes = Set.copyOf(nodes);
  }

  /** Other nodes own shares of the ring now; a majority is one of those. */
  public void adopt(List<NodeId> owners) {
    nodes = Set.copyOf(owners);
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
    List<NodeId> voters = answers.keySet().stream().filter(nodes::contains).sorted().toList();
    boolean lowest = voters.stream().allMatch(peer -> self.compareTo(peer) < 0);
    boolean mayForm = nodes.contains(self) && lowest && isMajority(voters.size() + 1);
    if (mayForm && grant(self, false, now)) {
      return new Step.AskVotes(voters);
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
