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
  private boolean copied;

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
    world.reach(Faults.Sometimes.OLD_COPY_REFUSED);
    loseDisk();
    world.schedule(1_000, this::start);
  }

  /** What it held is gone for good. */
  void loseDisk() {
    crash();
    putIn(new SimDisk(() -> world.tenant().agenda()));
  }

  /** Puts another disk in the place of its own. */
  void putIn(SimDisk other) {
    world.lost(disk);
    disk = other;
    copied = other.last().isPresent();
  }

  /** Whether it runs on an older copy of its disk, and has not found out yet. */
  boolean isDeluded() {
    return copied;
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
