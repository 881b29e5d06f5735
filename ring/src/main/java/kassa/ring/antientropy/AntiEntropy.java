package kassa.ring.antientropy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kassa.ring.HybridTime;
import kassa.ring.NodeId;
import kassa.ring.Stub;
import kassa.ring.antientropy.SyncSession.Look;
import kassa.ring.antientropy.SyncSession.Step;
import kassa.ring.membership.Peers;
import kassa.ring.membership.Standing;
import kassa.ring.placement.Partition;
import kassa.ring.placement.Placement;
import kassa.ring.store.FactScan;
import kassa.ring.store.Register;
import kassa.ring.wire.RingMessage;
import org.jspecify.annotations.Nullable;

/**
 * Which partition this node compares next, and with whom: first it fills what a lost disk lacks,
 * then it looks again where something differed, else it goes round all its partitions. One session
 * at a time, and a pause after each in proportion to what it read, bound the work.
 *
 * <p>A partition is complete when N−W+1 other owners, complete themselves, were gone through since
 * the directory was new: whatever was stored on W owners, this one among them, is on one of those
 * (rule R7; see the README).
 *
 * <p>A machine: one thread at a time, times are milliseconds of the monotonic clock.
 */
public final class AntiEntropy {
  private final Placement placement;
  private final FactScan disk;
  private final Register register;
  private final Peers peers;
  private final SyncPace pace;
  private final int owned;

  /** All partitions of this node, each with each of its other owners. */
  private final List<Pair> pairs = new ArrayList<>();

  private final Map<Partition, Set<NodeId>> gone = new HashMap<>();
  private final Map<Pair, Suspicion> suspicions = new LinkedHashMap<>();
  private final Map<Pair, Long> resting = new HashMap<>();
  private @Nullable SyncSession session;
  private SyncCounts counts = SyncCounts.NONE;
  private HybridTime since = HybridTime.ZERO;
  private long askedAt;
  private long roundNotBefore;
  private long fillNotBefore;
  private long lastQuestion;
  private int roundCursor;
  private int fillCursor;
  private boolean comparedInPass;

  private record Pair(Partition partition, NodeId peer) {}

  private record Suspicion(BitSet leaves, long since) {}

  /**
   * @param partitions those that this node must hold
   * @param firstQuestion where this life counts from; random, so that an answer to an earlier life
   *     is none to this one
   */
  public AntiEntropy(
      NodeId self,
      Placement placement,
      List<Partition> partitions,
      FactScan disk,
      Register register,
      Peers peers,
      SyncPace pace,
      long firstQuestion) {
    this.placement = placement;
    this.disk = disk;
    this.register = register;
    this.peers = peers;
    this.pace = pace;
    this.lastQuestion = firstQuestion;
    this.owned = partitions.size();
    for (Partition partition : partitions) {
      placement.of(partition).owners().stream()
          .filter(owner -> !owner.equals(self))
          .forEach(other -> pairs.add(new Pair(partition, other)));
    }
  }

  /**
   * To be called every few milliseconds.
   *
   * @param wall milliseconds since 1970
   */
  public List<SyncEffect> tick(long wall, long now) {
    List<SyncEffect> effects = new ArrayList<>();
    since = HybridTime.ofMillis(Math.max(0, wall - Stub.KEPT.toMillis()));
    if (session != null && now - askedAt >= pace.timeout()) {
      rest(session, now);
      session = null;
    }
    if (session == null) {
      begin(effects, now);
    }
    return effects;
  }

  public List<SyncEffect> received(NodeId from, RingMessage message, long now) {
    List<SyncEffect> effects = new ArrayList<>();
    if (session != null && session.peer().equals(from)) {
      session.heard(message).ifPresent(step -> take(step, effects, now));
    }
    return effects;
  }

  /** What was to be stored is durable. */
  public List<SyncEffect> stored(Fetched fetched, long now) {
    List<SyncEffect> effects = new ArrayList<>();
    if (session != null) {
      session.stored(fetched).ifPresent(step -> take(step, effects, now));
    }
    return effects;
  }

  /** How many partitions this node must hold. */
  public int owned() {
    return owned;
  }

  public SyncCounts counts() {
    return counts;
  }

  private void take(Step step, List<SyncEffect> effects, long now) {
    SyncSession running = session;
    if (running == null) {
      return;
    }
    askedAt = now;
    if (step instanceof Step.Ask ask) {
      effects.add(new SyncEffect.Send(running.peer(), ask.question()));
    } else if (step instanceof Step.Store store) {
      effects.add(new SyncEffect.Store(store.fetched()));
    } else {
      session = null;
      ended(running, step, effects, now);
      begin(effects, now);
    }
  }

  private void ended(SyncSession over, Step step, List<SyncEffect> effects, long now) {
    Pair pair = new Pair(over.partition(), over.peer());
    counts = counts.comparedOne(step instanceof Step.Suspect || over.fetched() > 0);
    if (step instanceof Step.Suspect suspect) {
      suspicions.put(pair, new Suspicion(suspect.leaves(), now));
    }
    if (over.look() == Look.FILL) {
      counts = counts.filledMore(over.fetched());
      if (step instanceof Step.Equal && over.peerComplete()) {
        filledFrom(pair, effects);
      } else {
        rest(over, now);
        fillNotBefore = now + pace.pause();
      }
    } else {
      counts = counts.repairedMore(over.fetched());
      if (step instanceof Step.Failed) {
        rest(over, now);
      }
      roundNotBefore = now + pace.pause() + over.scanned() * 1_000 / pace.factsPerSecond();
    }
  }

  private void filledFrom(Pair pair, List<SyncEffect> effects) {
    Set<NodeId> done = gone.computeIfAbsent(pair.partition(), partition -> new HashSet<>());
    done.add(pair.peer());
    int owners = placement.of(pair.partition()).owners().size();
    if (done.size() >= owners - placement.ring().replication().w() + 1) {
      effects.add(new SyncEffect.Complete(pair.partition()));
    }
  }

  private void rest(SyncSession over, long now) {
    resting.put(new Pair(over.partition(), over.peer()), now + pace.rest());
  }

  private void begin(List<SyncEffect> effects, long now) {
    Optional<SyncSession> next = toFill(now).or(() -> toLookAgain(now)).or(() -> onTheRound(now));
    if (next.isPresent()) {
      session = next.get();
      take(session.begin(), effects, now);
    }
  }

  /** The next owner in reach of an incomplete partition that was not gone through yet. */
  private Optional<SyncSession> toFill(long now) {
    if (register.standing() != Standing.REPLACED
        || register.countComplete() == owned
        || now < fillNotBefore) {
      return Optional.empty();
    }
    for (int i = 0; i < pairs.size(); i++) {
      int at = (fillCursor + i) % pairs.size();
      Pair pair = pairs.get(at);
      boolean done =
          register.isComplete(pair.partition())
              || gone.getOrDefault(pair.partition(), Set.of()).contains(pair.peer());
      if (!done && mayAsk(pair, now)) {
        fillCursor = at;
        return Optional.of(session(pair, Look.FILL, new BitSet()));
      }
    }
    return Optional.empty();
  }

  private Optional<SyncSession> toLookAgain(long now) {
    for (Map.Entry<Pair, Suspicion> entry : suspicions.entrySet()) {
      if (now - entry.getValue().since() < pace.secondLook()) {
        return Optional.empty(); // and so are all that came later
      }
      if (mayAsk(entry.getKey(), now)) {
        suspicions.remove(entry.getKey());
        return Optional.of(session(entry.getKey(), Look.SECOND, entry.getValue().leaves()));
      }
    }
    return Optional.empty();
  }

  private Optional<SyncSession> onTheRound(long now) {
    if (now < roundNotBefore) {
      return Optional.empty();
    }
    for (int i = 0; i < pairs.size(); i++) {
      Pair pair = pairs.get(roundCursor);
      advance();
      if (!suspicions.containsKey(pair) && mayAsk(pair, now)) {
        comparedInPass = true;
        return Optional.of(session(pair, Look.FIRST, new BitSet()));
      }
    }
    roundNotBefore = now + pace.rest(); // nobody is there
    return Optional.empty();
  }

  private void advance() {
    roundCursor = (roundCursor + 1) % pairs.size();
    if (roundCursor == 0 && comparedInPass) {
      comparedInPass = false;
      counts = counts.passedOnce();
    }
  }

  private boolean mayAsk(Pair pair, long now) {
    boolean rested = now >= resting.getOrDefault(pair, now);
    if (rested) {
      resting.remove(pair);
    }
    return rested && peers.reachable(pair.peer(), now);
  }

  private SyncSession session(Pair pair, Look look, BitSet suspects) {
    return new SyncSession(
        () -> ++lastQuestion, pair.partition(), pair.peer(), look, suspects, since, disk);
  }
}
