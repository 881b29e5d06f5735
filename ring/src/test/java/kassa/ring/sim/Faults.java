package kassa.ring.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import kassa.ring.NodeId;
import kassa.ring.sim.Fault.Moment;

/** The faults that are under way in a world. */
final class Faults {
  /** Rare states that must be reached. */
  enum Sometimes {
    TORN_TAIL,
    SURVIVED_UNACKNOWLEDGED,
    ARCHIVE_SILENT,
    FETCHED_FROM_THE_ARCHIVE,
    OLD_COPY_REFUSED,
    REFILLED,
    REPAIRED_FROM_A_PEER,
    EVICTED,
    EVICTION_REFUSED,
    UNREAD,
    BROUGHT_BACK,
    A_STUB_WAS_REPAIRED,
    MESSAGE_CUT_OFF,
    MESSAGE_FOR_AN_EARLIER_LIFE,
    MESSAGE_LOST,
    MESSAGE_LATE,
    NOT_DONE_TOO_LATE,
    MESSAGE_DOUBLED
  }

  private record Active(Fault fault, long since) {}

  /** A node that will die at the last of so many coming moments. */
  private static final class Armed {
    final Fault.Crash crash;
    int left;

    Armed(Fault.Crash crash) {
      this.crash = crash;
      this.left = crash.nth();
    }
  }

  private final World world;
  private final List<Active> active = new ArrayList<>();
  private final List<Armed> armed = new ArrayList<>();
  private boolean archiveWasRestored;
  private boolean clocksJumped;

  Faults(World world) {
    this.world = world;
  }

  void begin(Fault fault) {
    if (fault instanceof Fault.Crash crash && crash.moment() != Moment.NOW) {
      armed.add(new Armed(crash));
      return;
    }
    if (losesPlaces(fault) && !world.mayLosePlaces()) {
      return; // more than the ring can bear at once: fewer than W before handoff
    }
    if (declaresDead(fault) && world.copies.wasAnyLost() && !world.mayLosePlaces()) {
      return; // so is the word of one that has what another disk lost
    }
    if (fault instanceof Fault.ArchiveRestored restored && !mayRestore(restored)) {
      return;
    }
    if (fault instanceof Fault.Gone gone && !world.operators.maySpare(gone.node())) {
      return;
    }
    world.occurred(fault.kind());
    if (fault instanceof Fault.Crash crash) {
      die(crash);
    } else if (fault instanceof Fault.ClockJump jump) {
      world.node(jump.node()).moveClock(jump.millis());
      clocksJumped = true;
    } else if (fault instanceof Fault.LoseFacts lost) {
      world.node(lost.node()).disk().lose(lost.what());
    } else if (fault instanceof Fault.LoseDisk lost) {
      SimNode node = world.node(lost.node());
      node.replaceDisk(new SimDisk(world, node.id));
      restartAfter(node, lost.lasts());
    } else if (fault instanceof Fault.RestoreOldDisk old) {
      SimNode node = world.node(old.node());
      node.replaceDisk(world.copyFor(old));
      restartAfter(node, old.lasts());
    } else if (fault instanceof Fault.ChangeRing change) {
      world.operators.change(change);
    } else if (fault instanceof Fault.Gone gone) {
      world.node(gone.node()).go();
      world.schedule(gone.lasts(), () -> world.operators.bury(gone.node()));
    } else if (fault instanceof Fault.ArchiveRestored restored) {
      world.archive.restore(world.now() - restored.age());
      archiveWasRestored = true;
      world.nodes().forEach(node -> node.disk().checkEvicted());
    } else {
      Active begun = new Active(fault, world.now());
      active.add(begun);
      if (fault instanceof Fault.Pause pause) {
        world.node(pause.node()).pause();
      }
      world.schedule(fault.lasts(), () -> end(begun));
    }
  }

  /** Nothing goes wrong from now on. */
  void heal() {
    armed.clear();
    active.clear();
    for (SimNode node : world.nodes()) {
      node.goOn();
      node.setClock();
      node.start();
    }
  }

  /**
   * The operator refills an archive that was put back, as the runbook says: when nothing is under
   * way any more that tells of what the archive held before.
   */
  void replay() {
    if (archiveWasRestored) {
      world.nodes().forEach(SimNode::replay);
    }
  }

  /**
   * What was left to the archive has rested there for a hot window, by clocks that are right. An
   * older copy than that is more than the ring can bear, and so is one beside another, before what
   * the first lost is there again.
   */
  private boolean mayRestore(Fault.ArchiveRestored restored) {
    return world.nodes().stream().allMatch(node -> node.disk().stubs() == 0)
        || (restored.age() < SimEviction.HOT_WINDOW && !archiveWasRestored && !clocksJumped);
  }

  private static boolean losesPlaces(Fault fault) {
    return fault instanceof Fault.LoseDisk
        || fault instanceof Fault.ArchiveRestored
        || fault instanceof Fault.RestoreOldDisk
        || fault instanceof Fault.Gone
        || fault instanceof Fault.LoseFacts;
  }

  private static boolean declaresDead(Fault fault) {
    return fault instanceof Fault.ChangeRing change
        && (change.change() == Fault.Change.DECLARE_DEAD
            || change.change() == Fault.Change.REPLACE);
  }

  private void end(Active ended) {
    if (active.remove(ended)
        && ended.fault() instanceof Fault.Pause pause
        && !isActive(Fault.Pause.class, other -> other.node().equals(pause.node()))) {
      world.node(pause.node()).goOn();
    }
  }

  /** Whether the node dies in this very moment. */
  boolean dies(SimNode node, Moment moment) {
    for (Armed one : List.copyOf(armed)) {
      boolean meant = one.crash.node().equals(node.id) && one.crash.moment() == moment;
      if (meant && --one.left <= 0) {
        armed.remove(one);
        world.occurred(one.crash.kind() + " " + moment);
        die(one.crash);
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the disk fails when a batch lands; then its node dies without an answer.
   *
   * @param sync whether the batch is fsynced
   */
  boolean diskFails(SimNode node, boolean sync) {
    for (Active one : List.copyOf(active)) {
      if (sync && one.fault() instanceof Fault.FsyncError error && error.node().equals(node.id)) {
        active.remove(one);
        world.occurred("FsyncError hit");
        node.crash(true, error.kept());
        restartAfter(node, error.lasts());
        return true;
      }
    }
    if (isFull(node)) {
      world.occurred("FullDisk hit");
      node.crash(false, 0);
      restartAfter(node, 500);
      return true;
    }
    return false;
  }

  private boolean isFull(SimNode node) {
    return isActive(Fault.FullDisk.class, full -> full.node().equals(node.id));
  }

  /** How much longer an fsync takes, in milliseconds. */
  int diskDelay(NodeId node) {
    return most(of(Fault.SlowDisk.class).filter(s -> s.node().equals(node)).map(s -> s.millis()));
  }

  boolean isCut(NodeId from, NodeId to) {
    for (Active one : active) {
      if (one.fault() instanceof Fault.Cut cut && cut.blocks(from, to, world.now() - one.since())) {
        return true;
      }
    }
    return false;
  }

  int lossPercent() {
    return most(of(Fault.MessagesLost.class).map(Fault.MessagesLost::percent));
  }

  <F extends Fault> Stream<F> of(Class<F> kind) {
    return active.stream().map(Active::fault).filter(kind::isInstance).map(kind::cast);
  }

  <F extends Fault> boolean isActive(Class<F> kind, Predicate<F> which) {
    return !active.isEmpty() && of(kind).anyMatch(which);
  }

  private static int most(Stream<Integer> amounts) {
    return amounts.max(Integer::compare).orElse(0);
  }

  private void die(Fault.Crash crash) {
    SimNode node = world.node(crash.node());
    node.crash(crash.power(), crash.kept());
    restartAfter(node, crash.lasts());
  }

  private void restartAfter(SimNode node, long down) {
    world.schedule(down, () -> restart(node));
  }

  private void restart(SimNode node) {
    if (isFull(node)) {
      restartAfter(node, 500);
    } else {
      node.start();
    }
  }
}
