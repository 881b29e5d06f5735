package kassa.ring.membership;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import kassa.ring.NodeId;

/**
 * Owners that have not got all they own yet, and since when those have that this node saw get it.
 * One thread writes, any thread reads.
 */
public final class NewOwners {
  private final Map<NodeId, Long> completeSince = new ConcurrentHashMap<>();
  private volatile Set<NodeId> incomplete;

  public NewOwners(Set<NodeId> incomplete) {
    this.incomplete = Set.copyOf(incomplete);
  }

  /**
   * It is those now.
   *
   * @param now in milliseconds since 1970
   */
  public void are(Set<NodeId> stillIncomplete, long now) {
    incomplete.stream()
        .filter(node -> !stillIncomplete.contains(node))
        .forEach(node -> completeSince.put(node, now));
    incomplete = Set.copyOf(stillIncomplete);
  }

  Set<NodeId> incomplete() {
    return incomplete;
  }

  /** In milliseconds since 1970; empty when it was so before this node began. */
  OptionalLong completeSince(NodeId node) {
    Long since = completeSince.get(node);
    return since == null ? OptionalLong.empty() : OptionalLong.of(since);
  }
}
