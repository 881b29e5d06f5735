package kassa.ring.membership;

import java.util.Collection;
import java.util.List;
import kassa.ring.Incarnation;

/**
 * A member of the cluster as this node sees it.
 *
 * @param address of its remoting
 */
public record ClusterMember(String address, Incarnation incarnation, boolean reachable) {
  /**
   * Earlier lives of nodes that run again. Nobody else is ever downed: an unreachable node may be
   * selling on the other side of a cut.
   */
  public static List<ClusterMember> superseded(Collection<ClusterMember> members) {
    return members.stream()
        .filter(member -> !member.reachable())
        .filter(old -> members.stream().anyMatch(m -> m.incarnation.supersedes(old.incarnation)))
        .toList();
  }
}
