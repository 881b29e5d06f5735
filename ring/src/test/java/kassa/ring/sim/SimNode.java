package kassa.ring.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kassa.ring.Incarnation;
import kassa.ring.Invariant;
import kassa.ring.NodeId;
import kassa.ring.membership.PeerIdentity;
import kassa.ring.placement.Partition;
import kassa.ring.roster.Eras;
import kassa.ring.wire.RingCodec;
import org.jspecify.annotations.Nullable;

/** A node: the machines that run in production, around a disk that outlives them. */
final class SimNode {
  /** What the wall clocks show when the world begins, milliseconds since 1970. */
  static final long EPOCH = 1_700_000_000_000L;

  final NodeId id;
  private final World world;
  private final List<Runnable> whenAwake = new ArrayList<>();
  private SimDisk disk;
  private @Nullable SimLife life;
  private int lives;
  private long clockOffset;
  private boolean paused;
  private boolean waits;
  private boolean gone;

  SimNode(NodeId id, World world) {
    this.id = id;
    this.world = world;
    this.disk = new SimDisk(world, id);
  }

  SimDisk disk() {
    return disk;
  }

  /** Whether it would answer. */
  boolean isAwake() {
    return life != null && !paused;
  }

  /** Its disk is an older copy: it ends, or does not start, and its operator wipes it. */
  void refuse() {
    Invariant.check(disk.isCopy(), "serviceRecovers", id + " refuses its own disk");
    world.reach(Faults.Sometimes.OLD_COPY_REFUSED);
    replaceDisk(new SimDisk(world, id));
    world.schedule(1_000, this::start);
  }

  void replay() {
    if (life != null) {
      life.replay();
    }
  }

  /** Its peers do not believe this life: it ends, and a next one begins. */
  void startAgain() {
    world.occurred("BEGAN_TOO_EARLY");
    crash(false, 0);
    world.schedule(500, this::start);
  }

  /** It dies, and what its disk holds is gone for good; it gets another one. */
  void replaceDisk(SimDisk other) {
    crash(false, 0);
    if (other.isCopy()) {
      disk.isForgottenBy(other);
    }
    disk.lose();
    disk = other;
    disk.putIn();
  }

  /** This node's own clock: it may be wrong, and jump. */
  long wall() {
    return EPOCH + world.now() + clockOffset;
  }

  void moveClock(long millis) {
    clockOffset += millis;
    if (life != null) {
      life.lookAtClock();
    }
  }

  /** To what all agree on. */
  void setClock() {
    moveClock(-clockOffset);
  }

  /** Whether what is sent to that life's address arrives. */
  boolean livesAt(Incarnation address) {
    return life != null && address.equals(life.incarnation());
  }

  boolean isInLife(SimLife other) {
    return life == other;
  }

  /** It is no part of the ring yet, and is not started. */
  void waitToJoin() {
    waits = true;
  }

  boolean waits() {
    return waits;
  }

  /** It is started for the first time. Of the ring it knows how that began. */
  void join() {
    waits = false;
    start();
  }

  /** It dies, with its disk, and never comes back. */
  void go() {
    crash(false, 0);
    disk.lose();
    disk = new SimDisk(world, id);
    gone = true;
    world.note("gone " + id);
  }

  boolean isGone() {
    return gone;
  }

  /** Whether it is part of what there is: not before it joined, and not once it is gone. */
  boolean isThere() {
    return !waits && !gone;
  }

  Optional<SimLife> life() {
    return Optional.ofNullable(life);
  }

  /** By which eras it goes, or would if it were started. */
  Eras eras() {
    return life == null ? disk.eras() : life.membership().eras();
  }

  /** Whether it counts itself as a complete owner, or would if it were started. */
  boolean isComplete(Partition partition) {
    return life == null
        ? disk.register.isComplete(partition) && disk.eras().past().isEmpty()
        : life.isComplete(partition);
  }

  void start() {
    if (life == null && isThere()) {
      SimPast past = new SimPast(this, world);
      if (past.isCopy()) {
        refuse();
        return;
      }
      life = new SimLife(this, world, past, lives++);
      world.note("start " + id);
      life.begin();
    }
  }

  /** See {@link SimDisk#crash}. */
  void crash(boolean power, int kept) {
    if (life != null) {
      world.note("crash " + id);
      life = null;
      paused = false;
      whenAwake.clear();
      disk.crash(power, kept);
    }
  }

  /** Its process stops, if there is one. */
  void pause() {
    paused = life != null;
  }

  void goOn() {
    paused = false;
    whenAwake.forEach(task -> world.schedule(0, task));
    whenAwake.clear();
  }

  /** A stopped process does what was due when it goes on, however late that is. */
  void whenAwake(Runnable task) {
    if (paused) {
      whenAwake.add(task);
    } else {
      task.run();
    }
  }

  void pinged(PeerIdentity from, long askedAt) {
    if (life != null) {
      life.pinged(from, askedAt);
    }
  }

  void ponged(NodeId from, long askedAt, long wall) {
    if (life != null) {
      life.ponged(from, askedAt, wall);
    }
  }

  /**
   * @param since when it came; all of its way is taken for waiting in the mailbox
   */
  void receive(byte[] bytes, long since) {
    if (life != null) {
      life.receive(RingCodec.decode(bytes, since));
    }
  }
}
