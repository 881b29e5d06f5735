package kassa.ring.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import kassa.ring.NodeId;
import kassa.ring.sim.Fault.Change;
import kassa.ring.sim.Fault.Moment;
import kassa.ring.sim.Fault.Shape;

/**
 * Draws the faults of a plan. Each seed uses some kinds only, and more or less of each: a run under
 * every fault at once rarely gets far enough to be interesting.
 *
 * @see <a href="https://doi.org/10.1145/2338965.2336763">Groce et al., Swarm Testing, 2012</a>
 */
public final class Swarm {
  private static final int MOST_OF_A_KIND = 6;

  private final Dice dice;
  private final List<NodeId> nodes;
  private final long end;
  private final Plan.Draft draft;

  private Swarm(Dice dice, List<NodeId> nodes, long end, Plan.Draft draft) {
    this.dice = dice;
    this.nodes = nodes;
    this.end = end;
    this.draft = draft;
  }

  /** A kind of fault, as it is drawn. */
  @FunctionalInterface
  public interface Kind {
    Step draw(SplittableRandom random);
  }

  /** How many nodes the ring of a seed has: with fallbacks, and without. */
  public static int nodes(long seed) {
    return new Dice(seed).of("nodes").nextInt(3, 7);
  }

  /** Until when things go wrong: the same number of steps within less time is another test. */
  public static long faultsEnd(long seed) {
    return new Dice(seed).of("faults end").nextInt(2, 6) * 4_000L;
  }

  /** Adds the faults of nodes, disks, clocks, network and archive. */
  public static void draw(long seed, Plan.Draft draft) {
    Swarm swarm = new Swarm(new Dice(seed), Plan.nodes(nodes(seed)), faultsEnd(seed), draft);
    swarm.drawAll();
  }

  private void drawAll() {
    drawWithoutLosses();
    drawDisks();
    drawArchive();
  }

  /** Neither a disk nor what the archive has is lost: then anybody may be declared dead. */
  private void drawWithoutLosses() {
    for (Moment moment : Moment.values()) {
      draw("crash " + moment, random -> crash(moment, false, random));
      draw("power loss " + moment, random -> crash(moment, true, random));
    }
    drawNetwork();
    drawClocks();
  }

  /** Somebody comes in each seed; whatever else happens, and around it, in some. */
  private void drawRing() {
    SplittableRandom random = dice.of("ring");
    change(random.nextLong(end), Change.JOIN, random);
    change(random.nextLong(end), Change.BRING_UP, random);
    for (Change change : Change.values()) {
      for (int i = random.nextInt(3); i > 0; i--) {
        long at = random.nextLong(end);
        change(at, change, random);
        around(at, random);
      }
    }
    if (random.nextInt(3) == 0) {
      draft.add(random.nextLong(end), new Fault.Gone(node(random), 200 + random.nextLong(3_000)));
    }
    if (random.nextInt(3) == 0) {
      changeOnBothSides(random);
    }
    if (random.nextInt(3) == 0) {
      changeTwiceUnseen(random);
    }
    if (random.nextInt(3) == 0) {
      replaceUnseen(random);
    }
  }

  private void change(long at, Change change, SplittableRandom random) {
    draft.add(at, new Fault.ChangeRing(node(random), change, node(random)));
  }

  /** A node does not notice, or dies of it, or its disk is busy meanwhile. */
  private void around(long at, SplittableRandom random) {
    NodeId node = node(random);
    long before = Math.max(0, at - random.nextInt(200));
    long lasts = 500 + random.nextLong(3_000);
    switch (random.nextInt(5)) {
      case 0 -> draft.add(before, new Fault.Pause(node, lasts));
      case 1 -> draft.add(before, new Fault.SlowDisk(node, 50 + random.nextInt(350), lasts));
      case 2 ->
          draft.add(
              at + random.nextInt(500),
              new Fault.Crash(node, Moment.NOW, 1, random.nextBoolean(), 0, down(random)));
      case 3 -> draft.add(before, cut(Shape.ONE_ALONE, random));
      default -> {}
    }
  }

  /** Each side of a cut takes out a node of the other, and brings in another one. */
  private void changeOnBothSides(SplittableRandom random) {
    long at = random.nextLong(end);
    List<NodeId> order = shuffled(random);
    int split = 1 + random.nextInt(order.size() - 1);
    long lasts = 1_500 + random.nextLong(4_000);
    draft.add(at, new Fault.Cut(Shape.TWO_SIDES, order, split, 0, lasts));
    NodeId one = order.get(random.nextInt(split));
    NodeId other = order.get(split + random.nextInt(order.size() - split));
    draft.add(at + random.nextLong(lasts), new Fault.ChangeRing(one, Change.REPLACE, other));
    draft.add(at + random.nextLong(lasts), new Fault.ChangeRing(other, Change.DECLARE_DEAD, one));
    draft.add(at + random.nextLong(lasts), new Fault.ChangeRing(other, Change.BRING_UP, one));
  }

  /**
   * Each side of a cut declares all nodes of the other dead, so that nobody is left up; and may put
   * in one of those who wait. Afterwards somebody is brought up.
   */
  private void takeOutAll(SplittableRandom random) {
    List<NodeId> order = shuffled(random);
    int split = 2 + random.nextInt(order.size() - 3);
    List<NodeId> one = order.subList(0, split);
    List<NodeId> other = order.subList(split, order.size());
    long lasts = 2_000 + random.nextLong(3_000);
    if (random.nextInt(3) == 0) {
      change(random.nextLong(end), Change.JOIN, random);
      change(random.nextLong(end), Change.BRING_UP, random);
    }
    long at = random.nextLong(end);
    cut(at, with(one, spares().get(0)), with(other, spares().get(1)), lasts);
    takeOut(at, lasts / 2, one, with(other, spares().get(1)), random);
    takeOut(at, lasts / 2, other, with(one, spares().get(0)), random);
    change(at + lasts + random.nextInt(1_500), Change.BRING_UP, random);
  }

  private void takeOut(
      long at, long within, List<NodeId> side, List<NodeId> others, SplittableRandom random) {
    for (NodeId dead : others) {
      changeAt(at + random.nextLong(within), side, Change.DECLARE_DEAD, dead, random);
    }
    if (random.nextInt(6) == 0) {
      long join = at + random.nextLong(within);
      changeAt(join, side, Change.JOIN, side.get(0), random);
      if (random.nextBoolean()) {
        changeAt(join + random.nextInt(1_000), side, Change.BRING_UP, side.get(0), random);
      }
    }
  }

  private static List<NodeId> with(List<NodeId> side, NodeId spare) {
    List<NodeId> all = new ArrayList<>(side);
    all.add(spare);
    return all;
  }

  /**
   * Behind a cut a node comes in and goes: the others hear of both at once, and of owners before.
   */
  private void changeTwiceUnseen(SplittableRandom random) {
    List<NodeId> order = shuffled(random);
    int split = 2 + random.nextInt(order.size() - 3);
    List<NodeId> side = order.subList(0, split);
    long lasts = 2_000 + random.nextLong(3_000);
    long at = random.nextLong(end);
    NodeId spare = spares().get(0);
    cut(at, with(side, spare), with(order.subList(split, order.size()), spares().get(1)), lasts);
    changeAt(at + random.nextInt(300), side, Change.JOIN, spare, random);
    changeAt(at + 300 + random.nextInt(300), side, Change.BRING_UP, spare, random);
    NodeId goes = random.nextInt(3) == 0 ? side.get(0) : spare;
    changeAt(at + lasts / 2 + random.nextLong(lasts / 2), side, Change.LEAVE, goes, random);
  }

  /**
   * A node is alone behind a cut, maybe with another, when it is replaced, and has not heard of it
   * when the cut is over. Then its disk is slow, so that it goes by the era before for a while; or
   * an owner crashes, and comes to with those two alone.
   */
  private void replaceUnseen(SplittableRandom random) {
    List<NodeId> order = shuffled(random);
    order.addAll(spares());
    int split = 1 + random.nextInt(2);
    long lasts = 3_000 + random.nextLong(1_000);
    long at = random.nextLong(end - 2 * lasts + 1);
    cut(at, order.subList(0, split), order.subList(split, order.size()), lasts);
    changeAt(
        at + random.nextInt(500),
        order.subList(split, nodes.size()),
        Change.REPLACE,
        order.get(0),
        random);
    if (random.nextBoolean()) {
      long before = at + lasts - 200;
      draft.add(before, new Fault.Crash(order.get(split), Moment.NOW, 1, false, 0, 300));
      cut(before, order.subList(0, split + 1), order.subList(split + 1, order.size()), lasts);
    } else {
      int slow = 50 + random.nextInt(300);
      draft.add(at + lasts - slow, new Fault.SlowDisk(order.get(0), slow, 1_000));
    }
  }

  /**
   * Two nodes are behind a cut. One of them loses its disk, and so who is owed what it wrote there,
   * while others come to own what the other one then holds alone.
   */
  private void leaveTheLastCopyToAFormerOwner(SplittableRandom random) {
    List<NodeId> order = shuffled(random);
    order.addAll(spares());
    List<NodeId> behind = order.subList(0, 2);
    long lasts = 3_000 + random.nextLong(1_000);
    long at = random.nextLong(end - lasts + 1);
    cut(at, behind, order.subList(2, order.size()), lasts);
    draft.add(at + 700, new Fault.LoseDisk(behind.get(0), 300));
    List<NodeId> others = order.subList(2, nodes.size());
    changeAt(at + 1_000, others, Change.JOIN, order.get(2), random);
    changeAt(at + 1_500, others, Change.BRING_UP, order.get(2), random);
  }

  private void cut(long at, List<NodeId> one, List<NodeId> other, long lasts) {
    List<NodeId> order = Stream.of(one, other).flatMap(List::stream).toList();
    draft.add(at, new Fault.Cut(Shape.TWO_SIDES, order, one.size(), 0, lasts));
  }

  private List<NodeId> spares() {
    return Plan.nodes(nodes.size() + World.SPARE).subList(nodes.size(), nodes.size() + 2);
  }

  private void changeAt(
      long at, List<NodeId> side, Change change, NodeId who, SplittableRandom random) {
    draft.add(at, new Fault.ChangeRing(side.get(random.nextInt(side.size())), change, who));
  }

  /**
   * How many nodes a ring begins with whose members change: there are fallbacks, and few of them.
   */
  public static int nodesThatChange(long seed) {
    return new Dice(seed).of("nodes that change").nextInt(4, 7);
  }

  /** Adds changes of the membership, and what may go wrong around them. */
  public static void drawChanges(long seed, Plan.Draft draft) {
    Swarm swarm =
        new Swarm(new Dice(seed), Plan.nodes(nodesThatChange(seed)), faultsEnd(seed), draft);
    SplittableRandom random = swarm.dice.of("changes");
    if (swarm.dice.of("last copy").nextInt(6) == 0) {
      swarm.drawSome(random);
      swarm.leaveTheLastCopyToAFormerOwner(random);
      return;
    }
    switch (random.nextInt(4)) {
      case 0 -> {
        swarm.drawSome(random);
        swarm.takeOutAll(random);
      }
      case 1 -> {
        swarm.drawSome(random);
        swarm.replaceUnseen(random);
      }
      default -> {
        swarm.drawAll();
        swarm.drawRing();
      }
    }
  }

  /** What is drawn on purpose comes to nothing when too much happens beside it. */
  private void drawSome(SplittableRandom random) {
    if (random.nextInt(4) == 0) {
      drawWithoutLosses();
    }
  }

  /** Adds faults of one more kind, as often as the seed says. */
  public static void draw(long seed, String purpose, Plan.Draft draft, Kind kind) {
    new Swarm(new Dice(seed), Plan.nodes(nodes(seed)), faultsEnd(seed), draft).draw(purpose, kind);
  }

  private void draw(String purpose, Kind kind) {
    SplittableRandom random = dice.of(purpose);
    if (random.nextInt(3) == 0) {
      int times = 1 + random.nextInt(MOST_OF_A_KIND);
      for (int i = 0; i < times; i++) {
        draft.add(random.nextLong(end), kind.draw(random));
      }
    }
  }

  private void drawDisks() {
    draw(
        "fsync error",
        random -> new Fault.FsyncError(node(random), random.nextInt(101), down(random)));
    draw("full disk", random -> new Fault.FullDisk(node(random), lasts(random)));
    draw(
        "slow disk",
        random -> new Fault.SlowDisk(node(random), 5 + random.nextInt(400), lasts(random)));
    draw("lost disk", random -> new Fault.LoseDisk(node(random), down(random)));
    draw(
        "old disk",
        random -> new Fault.RestoreOldDisk(node(random), 500 + lasts(random), down(random)));
    draw("lost facts", random -> new Fault.LoseFacts(node(random), "step" + random.nextInt(2)));
    draw("pause", random -> new Fault.Pause(node(random), lasts(random)));
  }

  private void drawNetwork() {
    for (Shape shape : Shape.values()) {
      draw("cut " + shape, random -> cut(shape, random));
    }
    draw("lost", random -> new Fault.MessagesLost(1 + random.nextInt(30), lasts(random)));
    draw(
        "late",
        random ->
            new Fault.MessagesLate(
                1 + random.nextInt(50),
                random.nextInt(4) == 0 ? 5_000 : 20 + random.nextInt(400),
                lasts(random)));
    draw(
        "twice",
        random ->
            new Fault.MessagesTwice(
                1 + random.nextInt(50), 1 + random.nextInt(6_000), lasts(random)));
  }

  private void drawClocks() {
    draw("clock", random -> new Fault.ClockJump(node(random), jump(random)));
  }

  private void drawArchive() {
    draw("archive away", random -> new Fault.ArchiveAway(lasts(random)));
    draw(
        "archive slow",
        random -> new Fault.ArchiveSlow(100 + random.nextInt(3_000), lasts(random)));
    draw("archive restored", random -> new Fault.ArchiveRestored(500 + lasts(random)));
    draw(
        "archive ambiguous",
        random -> new Fault.ArchiveAmbiguous(1 + random.nextInt(80), lasts(random)));
  }

  private Fault crash(Moment moment, boolean power, SplittableRandom random) {
    return new Fault.Crash(
        node(random),
        moment,
        1 + random.nextInt(moment == Moment.AFTER_SEND ? 200 : 30),
        power,
        random.nextInt(101),
        down(random));
  }

  private Fault cut(Shape shape, SplittableRandom random) {
    List<NodeId> order = shuffled(random);
    long period = random.nextInt(3) == 0 ? 100 + random.nextInt(2_000) : 0;
    return new Fault.Cut(shape, order, 1 + random.nextInt(order.size() - 1), period, lasts(random));
  }

  private List<NodeId> shuffled(SplittableRandom random) {
    List<NodeId> order = new ArrayList<>(nodes);
    for (int left = order.size(); left > 1; left--) { // Fisher and Yates
      Collections.swap(order, left - 1, random.nextInt(left));
    }
    return order;
  }

  private NodeId node(SplittableRandom random) {
    return nodes.get(random.nextInt(nodes.size()));
  }

  private static long down(SplittableRandom random) {
    return 100L + random.nextInt(random.nextBoolean() ? 1_500 : 6_000);
  }

  private static long lasts(SplittableRandom random) {
    return 100L + random.nextInt(random.nextBoolean() ? 1_500 : 6_000);
  }

  /** What time servers, leap seconds and operators do. */
  private static long jump(SplittableRandom random) {
    int most =
        switch (random.nextInt(4)) {
          case 0 -> 8_000_000;
          case 1 -> 40_000;
          default -> 3_000;
        };
    return random.nextInt(-most, most + 1);
  }
}
