package kassa.ring.sim;

import kassa.ring.NodeId;
import kassa.ring.wire.RingCodec;
import org.jspecify.annotations.Nullable;

/** A node: the machines that run in production, around a disk that outlives them. */
final class SimNode {
  final NodeId id;
  final SimDisk disk;
  private final World world;
  private int lives;
  private @Nullable SimLife life;
  private boolean paused;

  SimNode(NodeId id, World world) {
    this.id = id;
    this.world = world;
    this.disk = new SimDisk(() -> world.tenant().agenda());
  }

  boolean isUp() {
    return life != null;
  }

  boolean isInLife(SimLife other) {
    return life == other;
  }

  boolean isPaused() {
    return paused;
  }

  void start() {
    life = new SimLife(this, world, lives++);
    life.begin();
  }

  void crash() {
    life = null;
    paused = false;
    disk.crash();
  }

  void pause(boolean on) {
    paused = on;
  }

  void receive(byte[] bytes) {
    if (life != null) {
      life.receive(RingCodec.decode(bytes));
    }
  }
}
