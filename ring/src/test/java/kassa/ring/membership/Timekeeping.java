package kassa.ring.membership;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import kassa.ring.HybridClock;
import kassa.ring.HybridTime;
import kassa.ring.Invariant;
import kassa.ring.NodeId;

/**
 * Nodes that do nothing but ping each other and stamp facts, while their clocks jump and drift,
 * messages are late or lost, and processes die. Fewer than half of the clocks are ever wrong; the
 * others stay within half the bound of the true time, so that any two of them are within it.
 */
final class Timekeeping {
  /** Bugs to be found. */
  enum Mutant {
    NONE,
    FOLLOWS_ANY_TIME,
    FORGETS_ITS_MARK,
    TAKES_EVERY_ANSWER_FOR_FRESH
  }

  static final long PING = 100;

  private static final long NOON = 1_700_000_000_000L;
  private static final long FAULTS_END = 20_000;

  private record Event(long at, long order, Runnable task) {}

  private final Random random;
  private final Mutant mutant;
  private final List<Node> nodes = new ArrayList<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          (a, b) ->
              a.at() != b.at() ? Long.compare(a.at(), b.at()) : Long.compare(a.order, b.order));
  private long now;
  private long order;

  /**
   * How often a node knew that its clock was off, and how often one was outvoted wrongly: never.
   */
  int found;

  private final class Node {
    final NodeId id;
    final boolean mayBeWrong;
    final long booted = random.nextInt(1_000_000_000);
    final double rate = 1 + (random.nextDouble() - 0.5) / 1_000;
    final Map<NodeId, Boolean> saidWhenRight = new HashMap<>();
    long ahead = random.nextInt((int) PeerClocks.BOUND) - PeerClocks.BOUND / 2;
    PeerClocks peers = new PeerClocks();
    HybridTime mark = HybridTime.ZERO;
    HybridClock clock = new HybridClock(mark);
    HybridTime lastStamp = HybridTime.ZERO;
    HybridTime followed = HybridTime.ZERO;
    int life;

    Node(int number, boolean mayBeWrong) {
      this.id = new NodeId("n" + number);
      this.mayBeWrong = mayBeWrong;
    }

    long wall() {
      return NOON + now + ahead;
    }

    long monotonic() {
      return booted + (long) (now * rate);
    }

    boolean isRight() {
      return Math.abs(ahead) <= PeerClocks.BOUND / 2;
    }

    void jump() {
      int most = random.nextBoolean() ? 3_600_000 : 5_000;
      ahead = random.nextInt(3) == 0 ? 0 : random.nextInt(2 * most) - most;
    }

    /** The disk keeps the mark; the machine, and its monotonic clock, went on. */
    void restart() {
      life++;
      peers = new PeerClocks();
      saidWhenRight.clear();
      clock = new HybridClock(mutant == Mutant.FORGETS_ITS_MARK ? HybridTime.ZERO : mark);
    }

    void ping() {
      for (Node peer : nodes) {
        if (peer != this) {
          long askedAt = monotonic();
          int asker = life;
          send(() -> send(answer(peer, askedAt, asker, peer.wall(), peer.isRight())));
        }
      }
      check();
    }

    private Runnable answer(Node peer, long askedAt, int asker, long wall, boolean right) {
      return () -> {
        if (asker == life) {
          boolean fresh = mutant == Mutant.TAKES_EVERY_ANSWER_FOR_FRESH;
          peers.answered(peer.id, fresh ? monotonic() : askedAt, wall, monotonic());
          if (fresh || monotonic() - askedAt <= PeerClocks.SLOW) {
            saidWhenRight.put(peer.id, right);
          }
        }
      };
    }

    /** As a coordinator does: nothing is stamped by a clock that is off. */
    void stamp() {
      if (peers.skew(wall(), monotonic()).isPresent()) {
        return;
      }
      HybridTime time = clock.next(wall());
      commit(() -> arrive(time));
    }

    private void arrive(HybridTime time) {
      Invariant.check(time.compareTo(lastStamp) > 0, "timeNeverGoesBack", this + " " + time);
      Invariant.check(time.compareTo(followed) > 0, "timeFollowsWhatWasKnown", this + " " + time);
      long most = NOON + now + PeerClocks.BOUND + HybridClock.MAX_DRIFT;
      Invariant.check(
          mayBeWrong || time.millis() <= most, "oneBrokenClockDragsNobody", this + " " + time);
      lastStamp = time;
      nodes.get(random.nextInt(nodes.size())).observe(time);
    }

    private void observe(HybridTime time) {
      if (mutant == Mutant.FOLLOWS_ANY_TIME) {
        clock.observe(time, time.millis());
      } else {
        clock.observe(time, peers.time(wall(), monotonic()));
      }
      boolean near = time.millis() <= peers.time(wall(), monotonic()) + HybridClock.MAX_DRIFT;
      commit(
          () -> {
            if (near && time.compareTo(followed) > 0) {
              followed = time;
            }
          });
    }

    /** A batch and the mark are durable together, or the node dies and neither is. */
    private void commit(Runnable durable) {
      if (random.nextInt(20) == 0 && now < FAULTS_END) {
        restart();
        return;
      }
      mark = clock.unmarked().orElse(mark);
      clock.marked(mark);
      durable.run();
    }

    /** What it says of its own clock against the truth. */
    void check() {
      List<PeerClock> inSight = peers.all(wall(), monotonic());
      List<PeerClock> right =
          inSight.stream().filter(p -> saidWhenRight.getOrDefault(p.node(), false)).toList();
      Optional<ClockSkew> skew = peers.skew(wall(), monotonic());
      int votes = inSight.size() + 1;
      boolean close = right.stream().noneMatch(p -> p.differs(PeerClocks.BOUND / 2));
      if (2 * (right.size() + 1) > votes && ((isRight() && !mayBeWrong) || close)) {
        Invariant.check(skew.isEmpty(), "whoIsRightAmongTheRightGoesOn", this + " " + skew);
      }
      boolean far = right.stream().allMatch(p -> p.differs(PeerClocks.BOUND));
      if (2 * right.size() > votes && far) {
        Invariant.check(skew.isPresent(), "whoIsOffAmongTheRightStops", this);
        long off = peers.time(wall(), monotonic()) - NOON - now;
        Invariant.check(
            Math.abs(off) <= 2 * PeerClocks.BOUND, "whoIsOffLivesByTheTimeOfTheOthers", off);
        found++;
      }
    }

    @Override
    public String toString() {
      return id + " (" + ahead + " ms ahead)";
    }
  }

  Timekeeping(long seed, Mutant mutant) {
    this.random = new Random(seed);
    this.mutant = mutant;
    int size = 3 + random.nextInt(4);
    for (int i = 1; i <= size; i++) {
      nodes.add(new Node(i, 2 * i < size));
    }
  }

  /** Runs all of it; to be called once. */
  void run() {
    nodes.forEach(node -> every(PING, node::ping));
    nodes.forEach(node -> every(1 + random.nextInt(400), node::stamp));
    nodes.stream().filter(n -> n.mayBeWrong).forEach(n -> every(1_500, n::jump));
    runUntil(FAULTS_END);
    // Two rounds of pings of a healthy network are enough, whatever was before.
    events.removeIf(event -> true);
    nodes.forEach(node -> every(PING, node::ping));
    runUntil(FAULTS_END + 3 * PING);
    for (Node node : nodes) {
      node.check();
      boolean far = Math.abs(node.ahead) > 2 * PeerClocks.BOUND;
      boolean off = node.peers.skew(node.wall(), node.monotonic()).isPresent();
      Invariant.check(off || !far, "whoIsOffAmongTheRightStops", node);
    }
  }

  private void send(Runnable arrival) {
    if (now < FAULTS_END && random.nextInt(10) == 0) {
      return;
    }
    boolean slow = now < FAULTS_END && random.nextInt(5) == 0;
    schedule(slow ? random.nextInt(900) : random.nextInt(5), arrival);
  }

  private void every(long period, Runnable task) {
    schedule(
        period,
        () -> {
          task.run();
          every(period, task);
        });
  }

  private void schedule(long delay, Runnable task) {
    events.add(new Event(now + delay, order++, task));
  }

  private void runUntil(long end) {
    while (!events.isEmpty() && events.element().at() <= end) {
      Event event = events.remove();
      now = event.at();
      event.task().run();
    }
    now = end;
  }
}
