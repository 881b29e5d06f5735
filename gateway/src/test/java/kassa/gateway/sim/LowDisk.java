package kassa.gateway.sim;

import java.util.List;
import kassa.ring.NodeId;
import kassa.ring.sim.Plan;
import kassa.ring.sim.Step;
import kassa.ring.sim.Swarm;

/**
 * The disk of a node has no room for new orders for a while; see {@link kassa.ring.disk.DiskRoom}.
 *
 * @param lasts milliseconds
 */
record LowDisk(NodeId node, long lasts) implements Step {
  static void draw(long seed, Plan.Draft draft) {
    List<NodeId> nodes = Plan.nodes(Swarm.nodes(seed));
    Swarm.draw(
        seed,
        "low disk",
        draft,
        random ->
            new LowDisk(
                nodes.get(random.nextInt(nodes.size())),
                100L + random.nextInt(random.nextBoolean() ? 2_000 : 8_000)));
  }

  @Override
  public String kind() {
    return "LowDisk";
  }

  @Override
  public boolean isFault() {
    return true;
  }
}
