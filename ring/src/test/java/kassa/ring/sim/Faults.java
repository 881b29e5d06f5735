package kassa.ring.sim;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kassa.ring.NodeId;

/** What goes wrong in a world, drawn from the seed: until the faults end, and nothing after. */
final class Faults {
  /** Rare states that must be reached. */
  enum Sometimes {
    CRASHED,
    DIED_BETWEEN_FSYNC_AND_ANSWER,
    DIED_BETWEEN_STEPS,
    PAUSED,
    CUT,
    CUT_ONE_WAY,
    ARCHIVE_AWAY,
    DISK_LOST,
    REFILLED,
    OLD_COPY_PUT_BACK,
    OLD_COPY_REFUSED,
    MESSAGE_LOST,
    MESSAGE_DOUBLED
  }

  private final World world;
  private final Random random;
  private Set<NodeId> side = Set.of();
  private final Map<NodeId, SimDisk> copies = new TreeMap<>();
  private boolean oneWay;
  private int cuts;
  private int lossPercent;

  Faults(World world) {
    this.world = world;
    this.random = world.stream("faults");
  }

  void begin() {
    world.schedule(500, this::next);
  }

  void heal() {
    side = Set.of();
    lossPercent = 0;
    world.archive.up(true);
    world.nodes().forEach(n -> n.pause(false));
    world.nodes().stream().filter(n -> !n.isUp()).forEach(SimNode::start);
  }

  int lossPercent() {
    return lossPercent;
  }

  boolean isCut(NodeId from, NodeId to) {
    boolean across = side.contains(from) != side.contains(to);
    return across && (!oneWay || side.contains(from));
  }

  /** A node may die in the very moment between fsync and answer. */
  boolean diesAfterFsync(SimNode node) {
    return dies(node, 300, Sometimes.DIED_BETWEEN_FSYNC_AND_ANSWER);
  }

  /** Or between any two steps of what lives above the ring. */
  boolean diesBetweenSteps(SimNode node) {
    return dies(node, 300, Sometimes.DIED_BETWEEN_STEPS);
  }

  private boolean dies(SimNode node, int onceIn, Sometimes state) {
    if (!world.faulty() || random.nextInt(onceIn) != 0) {
      return false;
    }
    world.reach(state);
    crash(node);
    return true;
  }

  private void next() {
    if (!world.faulty()) {
      return;
    }
    List<SimNode> all = List.copyOf(world.nodes());
    SimNode victim = all.get(random.nextInt(all.size()));
    switch (random.nextInt(10)) {
      case 0, 1 -> {
        if (victim.isUp()) {
          crash(victim);
        }
      }
      case 2 -> {
        if (victim.isUp()) {
          pause(victim);
        }
      }
      case 3 -> cut(all);
      case 4 -> {
        world.reach(Sometimes.ARCHIVE_AWAY);
        world.archive.up(false);
        world.schedule(500 + random.nextInt(6_000), () -> world.archive.up(true));
      }
      case 5 -> lossPercent = random.nextInt(20);
      case 6 -> loseDisk(victim);
      case 7 -> putBack(victim);
      default -> lossPercent = 0;
    }
    world.schedule(300 + random.nextInt(1_500), this::next);
  }

  private void loseDisk(SimNode victim) {
    if (world.mayLoseDisk()) {
      world.reach(Sometimes.DISK_LOST);
      world.note("lose disk " + victim.id);
      victim.loseDisk();
      startLater(victim);
    }
  }

  /** A copy is made while the node is down, and put in its place after it has lived again. */
  private void putBack(SimNode victim) {
    if (!copies.containsKey(victim.id)) {
      victim.crash();
      copies.put(victim.id, victim.disk().copy());
      startLater(victim);
    } else if (world.mayLoseDisk()) {
      SimDisk copy = copies.remove(victim.id);
      world.reach(Sometimes.OLD_COPY_PUT_BACK);
      world.note("put back " + victim.id);
      victim.crash();
      victim.putIn(copy);
      startLater(victim);
    }
  }

  private void pause(SimNode victim) {
    world.reach(Sometimes.PAUSED);
    victim.pause(true);
    world.schedule(200 + random.nextInt(4_000), () -> victim.pause(false));
  }

  private void cut(List<SimNode> all) {
    oneWay = random.nextInt(3) == 0;
    world.reach(oneWay ? Sometimes.CUT_ONE_WAY : Sometimes.CUT);
    side =
        all.stream().filter(n -> random.nextBoolean()).map(n -> n.id).collect(Collectors.toSet());
    int cut = ++cuts;
    world.schedule(
        500 + random.nextInt(5_000),
        () -> {
          if (cut == cuts) { // the end of an earlier cut is not that of this one
            side = Set.of();
          }
        });
  }

  private void crash(SimNode victim) {
    world.reach(Sometimes.CRASHED);
    world.note("crash " + victim.id);
    victim.crash();
    startLater(victim);
  }

  private void startLater(SimNode victim) {
    world.schedule(
        300 + random.nextInt(4_000),
        () -> {
          if (!victim.isUp()) {
            victim.start();
          }
        });
  }
}
