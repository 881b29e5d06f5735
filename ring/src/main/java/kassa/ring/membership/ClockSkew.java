package kassa.ring.membership;

import java.util.List;
import kassa.ring.NodeId;

/**
 * How far a node's clock is off, by the clocks of a majority.
 *
 * @param ahead milliseconds that it is ahead of them; negative when it is behind
 * @param witnesses the peers that say so, in order
 */
public record ClockSkew(long ahead, List<NodeId> witnesses) {
  public ClockSkew {
    witnesses = witnesses.stream().sorted().toList();
  }

  /** As in {@code 5000 ms ahead of n1, n2}. */
  @Override
  public String toString() {
    String by = ahead < 0 ? -ahead + " ms behind " : ahead + " ms ahead of ";
    return by + String.join(", ", witnesses.stream().map(NodeId::value).toList());
  }
}
