package kassa.ring.sim;

import java.util.Optional;
import kassa.ring.NodeId;
import kassa.ring.membership.PeerIdentity;
import kassa.ring.wire.RingCodec;
import org.jspecify.annotations.Nullable;

/** A node: the machines that run in production, around a disk that outlives them. */
final class SimNode {
  final NodeId id;
  private final World world;
  private SimDisk disk;
  private int lives;
  private @Nullable SimLife life;
  private boolean paused;

  SimNode(NodeId id, World world) {
    this.id = id;
    this.world = world;
    this.disk = new SimDisk(() -> world.tenant().agenda());
  }

  SimDisk disk() {
    return disk;
  }

  /** Of the present life, if there is one. */
  Optional<PeerIdentity> identity() {
    return life == null ? Optional.empty() : Optional.of(life.identity());
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

  /** Its disk is an older copy: it ends by itself, and its operator wipes it. */
  void refuse() {
    loseDisk();
    world.schedule(1_000, this::start);
  }

  /** What it held is gone for good. */
  void loseDisk() {
    crash();
    disk = new SimDisk(() -> world.tenant().agenda());
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
