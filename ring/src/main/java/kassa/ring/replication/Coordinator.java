package kassa.ring.replication;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import kassa.ring.AppendOutcome;
import kassa.ring.Bound;
import kassa.ring.Fact;
import kassa.ring.FactDraft;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.ReadOutcome;
import kassa.ring.Replicas;
import kassa.ring.membership.PeerClocks;
import kassa.ring.membership.Peers;
import kassa.ring.placement.Era;
import kassa.ring.placement.Partition;
import kassa.ring.placement.Placement;
import kassa.ring.placement.RingDescriptor.Replication;
import kassa.ring.wire.RingMessage.GetAck;
import kassa.ring.wire.RingMessage.PutAck;

/**
 * All rounds that this node coordinates. Times are milliseconds of the monotonic clock, except
 * {@code wall}.
 *
 * <p>How many rounds run at once is bounded by whoever starts them: each ends by its deadline.
 */
public final class Coordinator {
  private static final int BURST = 50;

  /** Reads at once that may ask everybody; see {@link SearchLimit}. */
  private static final int SEARCHES = 32;

  private final NodeId self;
  private Placement placement;
  private final Predicate<Partition> complete;
  private final Recorder recorder;
  private final Peers peers;
  private final PeerClocks clocks;
  private final HedgeBudget hedges = new HedgeBudget(BURST);
  private final SearchLimit searches = new SearchLimit(SEARCHES);
  private final PendingCopies copies = new PendingCopies();
  private final Map<Long, AppendRound> appends = new LinkedHashMap<>();
  private final Map<Long, ReadRound> reads = new LinkedHashMap<>();
  private long lastRound;

  /**
   * @param complete for which partitions this node is (rule R7)
   * @param firstRound where this life counts from; random, so that an answer to an earlier life's
   *     round is not taken for one of this life
   */
  public Coordinator(
      NodeId self,
      Placement placement,
      Predicate<Partition> complete,
      Recorder recorder,
      Peers peers,
      PeerClocks clocks,
      long firstRound) {
    this.self = self;
    this.placement = placement;
    this.complete = complete;
    this.recorder = recorder;
    this.peers = peers;
    this.clocks = clocks;
    this.lastRound = firstRound;
  }

  /**
   * Another era begins, or others may hold facts now: who was asked before is asked again, as far
   * as it is an owner, for what it said in another era is no owner's word.
   */
  public List<Effect> adopt(Placement next, long now) {
    placement = next;
    List<Effect> effects = new ArrayList<>();
    appends
        .values()
        .forEach(
            round ->
                effects.addAll(round.adopt(next.of(round.key()), isComplete(round.key()), now)));
    reads
        .values()
        .forEach(
            round ->
                effects.addAll(
                    round.adopt(next.of(round.key()), next.bystanders(), isComplete(round.key()))));
    return effects;
  }

  /**
   * @param wall by the node's own clock. While that is off nothing is recorded: a fact is for ever,
   *     and its time decides which of two stays
   */
  public List<Effect> append(
      long request, Key key, List<FactDraft> drafts, long deadline, long wall, long now) {
    if (clocks.skew(wall, now).isPresent()) {
      Replication replication = placement.ring().replication();
      Replicas none = new Replicas(replication.w(), 0, replication.n(), 0, false);
      return List.of(new Effect.Appended(request, new AppendOutcome.ClockOff(none)));
    }
    return put(request, key, recorder.record(key, drafts, wall), deadline);
  }

  /** Puts known facts once more, to learn on how many places they are. */
  public List<Effect> ensure(long request, Key key, FactSet facts, long deadline) {
    return put(request, key, facts.inOrder(), deadline);
  }

  /**
   * @param local what this node's disk holds; not asked for when it is too late
   * @param deadline of who asked, from when it asked: what nobody waits for any more is not begun
   */
  public List<Effect> read(
      long request, Key key, Supplier<FactSet> local, long deadline, long now) {
    if (now >= deadline) {
      return List.of(new Effect.Answered(request, new ReadOutcome.Unreachable(FactSet.EMPTY)));
    }
    ReadRound round =
        new ReadRound(
            ++lastRound,
            request,
            key,
            local.get(),
            self,
            placement.of(key),
            placement.bystanders(),
            isComplete(key),
            placement.ring().replication().r(),
            peers,
            searches,
            deadline);
    reads.put(lastRound, round);
    return round.start(now);
  }

  public List<Effect> committed(long round, FactSet prior, long now) {
    AppendRound append = appends.get(round);
    if (append == null) {
      return List.of();
    }
    List<Effect> effects = append.committed(prior, isComplete(append.key()), now);
    List<NodeId> pending =
        placement.of(append.key()).pending().stream()
            .filter(node -> !node.equals(self) && peers.reachable(node, now))
            .toList();
    effects.addAll(copies.add(pending, Partition.of(append.key()), append.facts(), now));
    return effects;
  }

  /**
   * The archive has the facts of a round and has entered that it stands in.
   *
   * @param held everything that the archive holds of the key, read after the facts were written
   */
  public List<Effect> writtenThrough(long round, FactSet held, long now) {
    AppendRound append = appends.get(round);
    return append == null ? List.of() : append.writtenThrough(held, now);
  }

  /** The archive does not stand in for a round, or did not say so in time. */
  public void writeThroughFailed(long round, long now) {
    AppendRound append = appends.get(round);
    if (append != null) {
      append.writeThroughFailed(now);
    }
  }

  /**
   * @param era by which the sender is an owner, or none
   */
  public List<Effect> received(NodeId from, Era era, PutAck ack, long now) {
    AppendRound round = appends.get(ack.round());
    if (round == null) {
      return List.of();
    }
    return era.equals(placement.era())
        ? round.acknowledged(from, ack, now)
        : round.acknowledgedInAnotherEra(from, ack, now);
  }

  /**
   * @param era by which the sender is an owner, or none
   */
  public List<Effect> received(NodeId from, Era era, GetAck ack, long now) {
    ReadRound round = reads.get(ack.round());
    if (round == null) {
      return List.of();
    }
    return era.equals(placement.era())
        ? round.answered(from, ack, now)
        : round.answeredInAnotherEra(from, ack, now);
  }

  /**
   * The archive answered {@link Effect.AskArchive}.
   *
   * @param held all that it holds of the key; empty when it did not answer
   */
  public List<Effect> archiveRead(long round, Optional<FactSet> held, long now) {
    AppendRound append = appends.get(round);
    if (append != null) {
      return append.archiveRead(held, now);
    }
    ReadRound read = reads.get(round);
    return read == null ? List.of() : read.archiveRead(held, now);
  }

  /** To be called every few milliseconds: hedges, deadlines, and forgetting what is over. */
  public List<Effect> tick(long now) {
    List<Effect> effects = new ArrayList<>();
    appends.values().forEach(round -> effects.addAll(round.tick(now)));
    reads.values().forEach(round -> effects.addAll(round.tick(now)));
    appends.values().removeIf(round -> round.over(now));
    reads.values().removeIf(ReadRound::over);
    effects.addAll(copies.tick(now));
    return effects;
  }

  /** The budgets that its rounds share, and what is copied to who is joining. */
  public List<Bound> bounds() {
    List<Bound> bounds = new ArrayList<>(PendingCopies.bounds());
    bounds.add(hedges.bound("ring.hedges"));
    bounds.add(searches.bound());
    return bounds;
  }

  private boolean isComplete(Key key) {
    return complete.test(Partition.of(key));
  }

  private List<Effect> put(long request, Key key, List<Fact> facts, long deadline) {
    AppendRound round =
        new AppendRound(
            ++lastRound,
            request,
            key,
            facts,
            self,
            placement.of(key),
            placement.ring().replication().w(),
            peers,
            hedges,
            deadline);
    appends.put(lastRound, round);
    return List.of(round.start());
  }
}
