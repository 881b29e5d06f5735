package kassa.ring.antientropy;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import kassa.ring.HybridTime;
import kassa.ring.NodeId;
import kassa.ring.Stub;
import kassa.ring.antientropy.SyncSession.Look;
import kassa.ring.antientropy.SyncSession.Step;
import kassa.ring.membership.Peers;
import kassa.ring.membership.Standing;
import kassa.ring.placement.Era;
import kassa.ring.placement.Partition;
import kassa.ring.placement.Placement;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.store.FactScan;
import kassa.ring.store.Register;
import kassa.ring.wire.RingMessage;
import org.jspecify.annotations.Nullable;

/**
 * Which partition this node compares next, and with whom: first it fills what a lost disk lacks,
 * then it looks again where something differed, else it goes round all its partitions. Of looks
 * there is one at a time, and a pause after each in proportion to what it read; a few owners fill
 * at once, each another partition. One that is joining fetches what it will own, see {@link
 * Bootstrap}.
 *
 * <p>A partition of a lost disk is complete when R other owners, who lost nothing, were gone
 * through since the directory was new: whatever was stored on W owners, this one among them, is on
 * one of those (rule R7; see the README). A new owner's is when the same was done with the owners
 * of every era before, whose facts it may lack, and all of them speak by the present era already:
 * so they acknowledge nothing more by theirs (rule R12). The machine lives for one era.
 *
 * <p>A machine: one thread at a time, times are milliseconds of the monotonic clock.
 */
public final class AntiEntropy {
  private final NodeId self;
  private final Placement placement;
  private final List<Placement> past;
  private final IdentityHashMap<Placement, Set<NodeId>> gone = new IdentityHashMap<>();
  private final FactScan disk;
  private final Register register;
  private final Peers peers;
  private final SyncPace pace;
  private final Bootstrap bootstrap;
  private final List<Partition> partitions;

  /** All partitions of this node, each with each of its other owners. */
  private final List<Pair> pairs = new ArrayList<>();

  /** The same with all who were owners in an earlier era, and what a lost disk has to fill. */
  private final List<Pair> sources = new ArrayList<>();

  /** Whoever is in any of these. */
  private final Set<NodeId> askable;

  private final Map<Partition, Set<NodeId>> filled = new HashMap<>();

  /** Replaced when it changes, for others may read it. */
  private BitSet lacking = new BitSet();

  /** By which standing it was worked out. */
  private @Nullable Standing lackingBy;

  /** By which standing it was found complete for all, as it stays. */
  private @Nullable Standing completeBy;

  private final Map<Pair, Suspicion> suspicions = new LinkedHashMap<>();
  private final Map<Pair, Long> resting = new HashMap<>();

  /** At most one with each peer. */
  private final Map<NodeId, Running> running = new LinkedHashMap<>();

  private final Sparing sparing = new Sparing();

  /** Of the sources those that have still to be gone through, as long as that is known. */
  private Optional<List<Pair>> open = Optional.empty();

  /** By which standing that was worked out. */
  private @Nullable Standing openBy;

  /** Those of which this machine said so by that standing. */
  private final BitSet completed = new BitSet();

  private SyncCounts counts = SyncCounts.NONE;
  private HybridTime since = HybridTime.ZERO;
  private long roundNotBefore;
  private long fillNotBefore;
  private long aheadNotBefore;
  private long lastQuestion;
  private int roundCursor;
  private int fillCursor;
  private boolean comparedInPass;

  /** What is compared, and with whom. */
  record Pair(Partition partition, NodeId peer) {}

  private record Suspicion(BitSet leaves, long since) {}

  /**
   * @param answering for how long the peer was waited for so far
   */
  private record Running(SyncSession session, long begunAt, long answering, long askedAt) {
    Running answered(long now) {
      return new Running(session, begunAt, answering + now - askedAt, now);
    }

    Running asks(long now) {
      return new Running(session, begunAt, answering, now);
    }
  }

  /**
   * @param past the earlier eras whose facts this node may lack
   * @param gone owners of an era who will not come back, and of whom nothing can be had
   * @param partitions those that are looked after; of them, this node must hold what it owns
   * @param bootstrap what this node will own, if it owns nothing yet
   * @param firstQuestion where this life counts from; random, so that an answer to an earlier life
   *     is none to this one
   */
  public AntiEntropy(
      NodeId self,
      Placement placement,
      List<Placement> past,
      Predicate<Member> gone,
      Collection<Partition> partitions,
      FactScan disk,
      Register register,
      Peers peers,
      SyncPace pace,
      Bootstrap bootstrap,
      long firstQuestion) {
    this.self = self;
    this.placement = placement;
    this.past = List.copyOf(past);
    Stream.concat(Stream.of(placement), this.past.stream())
        .forEach(era -> this.gone.put(era, gone(era, gone)));
    this.disk = disk;
    this.register = register;
    this.peers = peers;
    this.pace = pace;
    this.bootstrap = bootstrap;
    this.lastQuestion = firstQuestion;
    this.partitions = partitions.stream().filter(p -> owns(placement, p)).toList();
    for (Partition partition : this.partitions) {
      others(placement, partition).forEach(other -> pairs.add(new Pair(partition, other)));
    }
    for (Partition partition : partitions) {
      boolean everOwned =
          owns(placement, partition) || past.stream().anyMatch(era -> owns(era, partition));
      if (everOwned) {
        Stream.concat(Stream.of(placement), past.stream())
            .flatMap(era -> others(era, partition).stream())
            .distinct()
            .forEach(source -> sources.add(new Pair(partition, source)));
      }
    }
    this.askable = sources.stream().map(Pair::peer).collect(toSet());
  }

  private static Set<NodeId> gone(Placement era, Predicate<Member> gone) {
    return era.ring().members().stream().filter(gone).map(Member::node).collect(toSet());
  }

  private boolean owns(Placement era, Partition partition) {
    return era.of(partition).owners().contains(self);
  }

  /** The other owners of whom anything can be had. */
  private List<NodeId> others(Placement era, Partition partition) {
    Set<NodeId> notThere = gone.getOrDefault(era, Set.of());
    return era.of(partition).owners().stream()
        .filter(owner -> !owner.equals(self) && !notThere.contains(owner))
        .toList();
  }

  /** Whether this node, as an owner, certainly holds all it should of a partition. */
  public boolean isComplete(Partition partition) {
    return register.isComplete(partition) && !lacks(partition);
  }

  /** Whether it is for all that it owns: then it owes nothing to earlier eras. */
  public boolean isComplete() {
    Standing standing = register.standing();
    if (standing != completeBy
        && lacking().isEmpty()
        && partitions.stream().allMatch(register::isComplete)) {
      completeBy = standing;
    }
    return standing == completeBy;
  }

  /** Of which partitions it may not have what was stored in an earlier era, be it complete else. */
  public BitSet lacking() {
    Standing standing = register.standing();
    if (standing != lackingBy) {
      BitSet all = new BitSet();
      partitions.stream().filter(this::mayLackAny).forEach(p -> all.set(p.number()));
      lacking = all;
      lackingBy = standing;
    }
    return lacking;
  }

  private void lookAgain(Partition partition) {
    if (lacks(partition) && !mayLackAny(partition)) {
      BitSet rest = (BitSet) lacking.clone();
      rest.clear(partition.number());
      lacking = rest;
    }
  }

  /** Whether this disk holds all of a partition that this node ever acknowledged. */
  public boolean isIntact(Partition partition) {
    return register.standing() == Standing.CREATED
        || (register.standing() == Standing.REPLACED && register.isComplete(partition));
  }

  private boolean lacks(Partition partition) {
    return lacking().get(partition.number());
  }

  /** A former owner only what it owned: others still rely on that. */
  private boolean mayLackAny(Partition partition) {
    if (!owns(placement, partition)) {
      return past.stream().anyMatch(era -> owns(era, partition) && lacks(era, partition));
    }
    return (!isIntact(partition) && lacks(placement, partition))
        || past.stream().anyMatch(era -> lacks(era, partition));
  }

  /**
   * Whether owners of an era may have stored what this disk lacks. One of them lacks no more than
   * any of them may, unless its disk was lost. R of them have all together; where there were fewer
   * than N, N−W+1 may not: what came down to that era is on one of them for certain, not on W.
   */
  private boolean lacks(Placement era, Partition partition) {
    if (owns(era, partition) && isIntact(partition)) {
      return false;
    }
    List<NodeId> others = others(era, partition);
    int enough = Math.min(others.size(), era.ring().replication().r());
    Set<NodeId> done = filled.getOrDefault(partition, Set.of());
    return others.stream().filter(done::contains).count() < enough;
  }

  /**
   * To be called every few milliseconds.
   *
   * @param wall milliseconds since 1970
   */
  public List<SyncEffect> tick(long wall, long now) {
    List<SyncEffect> effects = new ArrayList<>();
    since = HybridTime.ofMillis(Math.max(0, wall - Stub.KEPT.toMillis()));
    for (Running silent : List.copyOf(running.values())) {
      if (now - silent.askedAt() >= pace.timeout()) {
        rest(silent.session(), now);
        running.remove(silent.session().peer());
      }
    }
    Standing standing = register.standing();
    if (standing != openBy) {
      openBy = standing;
      open = Optional.empty();
      completed.clear();
      // Nobody may be left of whom anything could be had: then there is no session to end with it.
      if (!past.isEmpty()) {
        partitions.stream()
            .filter(partition -> !register.isComplete(partition))
            .forEach(partition -> completed(partition, effects));
      }
    }
    begin(effects, now);
    return effects;
  }

  /**
   * @param era of the sender; in another one its answers are none: it asks or tells this node to
   *     come to one first
   */
  public List<SyncEffect> received(NodeId from, Era era, RingMessage message, long now) {
    List<SyncEffect> effects = new ArrayList<>();
    Running asking = running.get(from);
    if (asking != null && era.equals(placement.era())) {
      asking
          .session()
          .heard(message)
          .ifPresent(step -> take(asking.answered(now), step, effects, now));
    }
    return effects;
  }

  /** What was to be stored is durable. */
  public List<SyncEffect> stored(Fetched fetched, long now) {
    List<SyncEffect> effects = new ArrayList<>();
    for (Running storing : List.copyOf(running.values())) {
      storing.session().stored(fetched).ifPresent(step -> take(storing, step, effects, now));
    }
    return effects;
  }

  public Era era() {
    return placement.era();
  }

  /** How many partitions this node must hold. */
  public int owned() {
    return partitions.size();
  }

  public SyncCounts counts() {
    return counts;
  }

  /** How far this node is with what it will own. */
  public Bootstrap.Progress ahead() {
    return bootstrap.progress();
  }

  private void take(Running known, Step step, List<SyncEffect> effects, long now) {
    SyncSession session = known.session();
    running.put(session.peer(), known.asks(now));
    if (step instanceof Step.Ask ask) {
      effects.add(new SyncEffect.Send(session.peer(), ask.question()));
    } else if (step instanceof Step.Store store) {
      effects.add(new SyncEffect.Store(store.fetched()));
    } else {
      running.remove(session.peer());
      if (session.look() == Look.FILL) {
        // While this node stores what it got, the peer rests already.
        int times = session.fetched() > 0 ? pace.fillRest() : pace.leisure();
        sparing.worked(session.peer(), known.begunAt(), known.answering(), times);
      } else if (session.look() == Look.AHEAD) {
        sparing.worked(self, known.begunAt(), now - known.begunAt(), pace.leisure());
      }
      ended(session, step, effects, now);
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
        filled.computeIfAbsent(pair.partition(), partition -> new HashSet<>()).add(pair.peer());
        completed(pair.partition(), effects);
        open = Optional.empty();
      } else {
        rest(over, now);
        fillNotBefore = now + pace.pause();
      }
    } else if (over.look() == Look.AHEAD) {
      counts = counts.filledMore(over.fetched());
      if (step instanceof Step.Equal) {
        bootstrap.fetched(over.partition());
      } else {
        rest(over, now);
      }
      // There is no hurry once all was fetched.
      aheadNotBefore = now + (bootstrap.progress().left() == 0 ? pace.pause() : 0);
    } else {
      counts = counts.repairedMore(over.fetched());
      if (step instanceof Step.Failed) {
        rest(over, now);
      }
      roundNotBefore = now + pace.pause() + over.scanned() * 1_000 / pace.factsPerSecond();
    }
  }

  private void completed(Partition partition, List<SyncEffect> effects) {
    lookAgain(partition);
    if (register.standing() != Standing.NEW && !mayLackAny(partition)) {
      completed.set(partition.number());
      effects.add(new SyncEffect.Complete(partition));
    }
  }

  private void rest(SyncSession over, long now) {
    resting.put(new Pair(over.partition(), over.peer()), now + pace.rest());
  }

  private void begin(List<SyncEffect> effects, long now) {
    Optional<SyncSession> fill = toFill(now);
    while (fill.isPresent()) {
      begin(fill.get(), effects, now);
      fill = toFill(now);
    }
    if (running.isEmpty() && !isAboutToFill(now)) {
      toLookAgain(now)
          .or(() -> onTheRound(now))
          .or(() -> toFetchAhead(now))
          .ifPresent(look -> begin(look, effects, now));
    }
  }

  private void begin(SyncSession session, List<SyncEffect> effects, long now) {
    take(new Running(session, now, 0, now), session.begin(), effects, now);
  }

  /** The next owner in reach of an incomplete partition that was not gone through yet. */
  private Optional<SyncSession> toFill(long now) {
    if (running.size() >= Math.min(pace.fills(), askable.size()) || now < fillNotBefore) {
      return Optional.empty();
    }
    List<Pair> all = open();
    for (int i = 0; i < all.size(); i++) {
      int at = (fillCursor + i) % all.size();
      Pair pair = all.get(at);
      if (mayBegin(pair, now) && mayAsk(pair, now)) {
        fillCursor = at;
        return Optional.of(session(pair, Look.FILL, new BitSet()));
      }
    }
    return Optional.empty();
  }

  private Optional<SyncSession> toFetchAhead(long now) {
    return now < aheadNotBefore || sparing.rests(self, now)
        ? Optional.empty()
        : bootstrap
            .next(pair -> mayAsk(pair, now))
            .map(pair -> session(pair, Look.AHEAD, new BitSet()));
  }

  /** Whether an owner is only spared. */
  private boolean isAboutToFill(long now) {
    return open().stream().anyMatch(pair -> sparing.rests(pair.peer(), now));
  }

  private List<Pair> open() {
    List<Pair> all =
        open.orElseGet(
            () -> mayLack() ? sources.stream().filter(this::isOpen).toList() : List.of());
    open = Optional.of(all);
    return all;
  }

  private boolean isOpen(Pair pair) {
    Partition partition = pair.partition();
    return !completed.get(partition.number())
        && !filled.getOrDefault(partition, Set.of()).contains(pair.peer())
        && mustFill(partition);
  }

  /** What one owner sends need not be sent by another at the same time. */
  private boolean mayBegin(Pair pair, long now) {
    return !running.containsKey(pair.peer())
        && !sparing.rests(pair.peer(), now)
        && running.values().stream()
            .noneMatch(other -> other.session().partition().equals(pair.partition()));
  }

  /** In one era for ever, with a disk that was never lost, there is nothing to look for. */
  private boolean mayLack() {
    return !past.isEmpty()
        || (register.standing() == Standing.REPLACED
            && !partitions.stream().allMatch(register::isComplete));
  }

  /** A lost disk is filled again where others still rely on it, be it no owner any more. */
  private boolean mustFill(Partition partition) {
    return owns(placement, partition)
        ? register.standing() != Standing.NEW && !isComplete(partition)
        : register.standing() == Standing.REPLACED && !register.isComplete(partition);
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
    for (int i = 0; i < pairs.size(); i++) { // none, when this node owns nothing
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
