package kassa.ring.sim;

import java.util.List;
import kassa.ring.NodeId;

/** What may go wrong with nodes, disks, clocks, network and archive; see {@link Swarm}. */
public sealed interface Fault extends Step {
  /** For how many milliseconds, at most until all faults end; 0 for what is over at once. */
  long lasts();

  @Override
  default String kind() {
    return getClass().getSimpleName();
  }

  @Override
  default boolean isFault() {
    return true;
  }

  /** Where a node may die. */
  enum Moment {
    /** At once. */
    NOW,
    /** A batch is written, and not fsynced yet. */
    BEFORE_FSYNC,
    /** It is, and nobody was told. */
    AFTER_FSYNC,
    /** A message left, and what was to be done after it is not. */
    AFTER_SEND,
    /** The layer above was about to do its next step. */
    BETWEEN_STEPS
  }

  /**
   * A node dies, and starts again after a while.
   *
   * @param nth which of the coming moments of that kind, 1 for the next
   * @param power whether what was written and not fsynced may be gone as well (a torn tail)
   * @param kept how much of such a tail survives, in percent, its beginning first
   */
  record Crash(NodeId node, Moment moment, int nth, boolean power, int kept, long lasts)
      implements Fault {
    @Override
    public String kind() {
      return power ? "PowerLoss" : "Crash";
    }
  }

  /** The next fsync fails: the node must die without an answer. */
  record FsyncError(NodeId node, int kept, long lasts) implements Fault {}

  /** The next write fails, and so does every start until there is room again. */
  record FullDisk(NodeId node, long lasts) implements Fault {}

  /** Every fsync takes so much longer. */
  record SlowDisk(NodeId node, int millis, long lasts) implements Fault {}

  /** The process is stopped, or collects garbage; its sockets stay. */
  record Pause(NodeId node, long lasts) implements Fault {}

  /**
   * Some nodes do not hear some others.
   *
   * @param order all nodes, as the shape places them
   * @param split how many of them are on the first side
   * @param period the cut comes and goes with half of it; 0 when it stays
   */
  record Cut(Shape shape, List<NodeId> order, int split, long period, long lasts) implements Fault {
    @Override
    public String kind() {
      return "Cut" + shape + (period > 0 ? "Flapping" : "");
    }

    /** Whether this cut, while it lasts, swallows what one node sends to the other. */
    boolean blocks(NodeId from, NodeId to, long since) {
      boolean open = period > 0 && since % period >= period / 2;
      int a = order.indexOf(from);
      int b = order.indexOf(to);
      return !open && a >= 0 && b >= 0 && shape.blocks(a, b, split, order.size());
    }
  }

  /** How a cut runs, over places in an order of all nodes. */
  enum Shape {
    TWO_SIDES {
      @Override
      boolean blocks(int from, int to, int split, int size) {
        return (from < split) != (to < split);
      }
    },
    ONE_ALONE {
      @Override
      boolean blocks(int from, int to, int split, int size) {
        return (from == 0) != (to == 0);
      }
    },
    ONE_WAY {
      @Override
      boolean blocks(int from, int to, int split, int size) {
        return from < split && to >= split;
      }
    },
    /** The first node hears both sides. */
    BRIDGE {
      @Override
      boolean blocks(int from, int to, int split, int size) {
        return from != 0 && to != 0 && (from <= split) != (to <= split);
      }
    },
    /** Everybody hears a neighbour on either side in a circle, and nobody hears all. */
    CIRCLE {
      @Override
      boolean blocks(int from, int to, int split, int size) {
        int apart = Math.abs(from - to);
        return size == 3 ? from + to == 2 && from != to : apart > 1 && apart < size - 1;
      }
    };

    abstract boolean blocks(int from, int to, int split, int size);
  }

  record MessagesLost(int percent, long lasts) implements Fault {}

  /** Some take up to so much longer, and so overtake each other. */
  record MessagesLate(int percent, int millis, long lasts) implements Fault {}

  /** Some come again, up to so much later. */
  record MessagesTwice(int percent, int millis, long lasts) implements Fault {}

  /** A node's wall clock is set, forward or back, for the rest of the faults. */
  record ClockJump(NodeId node, long millis) implements Fault {
    @Override
    public long lasts() {
      return 0;
    }
  }

  record ArchiveAway(long lasts) implements Fault {}

  record ArchiveSlow(int millis, long lasts) implements Fault {}

  /** Some writes time out: done, not done, or done a good while later. */
  record ArchiveAmbiguous(int percent, long lasts) implements Fault {}

  /** The archive is put back to what it was some time ago. */
  record ArchiveRestored(long age) implements Fault {
    @Override
    public long lasts() {
      return 0;
    }
  }

  /** A disk forgets all facts of a kind, and nobody notices: rot, or a hand that slipped. */
  record LoseFacts(NodeId node, String what) implements Fault {
    @Override
    public long lasts() {
      return 0;
    }
  }

  /** A node dies, and its disk is gone for good. */
  record LoseDisk(NodeId node, long lasts) implements Fault {}

  /** What operators do to the membership of the ring. */
  enum Change {
    /** A new node comes in; it owns nothing yet. */
    JOIN,
    /** Whoever is joining gets a share. */
    BRING_UP,
    LEAVE,
    /** Be it dead, alive or cut off. */
    DECLARE_DEAD,
    /** It is declared dead, and a new node comes in and gets its share. */
    REPLACE
  }

  /**
   * The membership is changed at a node, by what that one knows.
   *
   * @param who is meant; for a join, and the node that takes its place in a replacement, is the
   *     next that was never in the ring
   */
  record ChangeRing(NodeId at, Change change, NodeId who) implements Fault {
    @Override
    public String kind() {
      return "Ring " + change;
    }

    @Override
    public long lasts() {
      return 0;
    }
  }

  /**
   * A node and its disk are gone for good, and after a while it is declared dead.
   *
   * @param lasts until then
   */
  record Gone(NodeId node, long lasts) implements Fault {}

  /** A node dies, and gets its disk back as it was some time ago: it must refuse to start. */
  record RestoreOldDisk(NodeId node, long age, long lasts) implements Fault {}
}
