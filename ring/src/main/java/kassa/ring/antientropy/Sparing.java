package kassa.ring.antientropy;

import java.util.HashMap;
import java.util.Map;
import kassa.ring.NodeId;

/** Who does what is no hurry rests afterwards, in proportion: customers wait meanwhile. */
final class Sparing {
  /**
   * Shorter rests are put together to one of so many milliseconds: most partitions are filled
   * within a few, and who waits for each of them waits most of the time.
   */
  private static final long SHORTEST = 25;

  /** By when nodes will have rested for all that they did. */
  private final Map<NodeId, Long> until = new HashMap<>();

  /**
   * A session is over.
   *
   * @param begunAt when it began
   * @param worked how much of the time since then the node was busy with it
   * @param times as long it rests
   */
  void worked(NodeId node, long begunAt, long worked, int times) {
    long from = Math.max(begunAt, until.getOrDefault(node, begunAt));
    until.put(node, from + (1 + times) * worked);
  }

  boolean rests(NodeId node, long now) {
    return until.getOrDefault(node, now) - now >= SHORTEST;
  }
}
