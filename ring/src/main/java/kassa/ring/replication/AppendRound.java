package kassa.ring.replication;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kassa.ring.AppendOutcome;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.Replicas;
import kassa.ring.membership.Peers;
import kassa.ring.outbox.Destination;
import kassa.ring.placement.PreferenceList;
import kassa.ring.replication.Effect.Appended;
import kassa.ring.replication.Effect.AskArchive;
import kassa.ring.replication.Effect.Commit;
import kassa.ring.replication.Effect.Send;
import kassa.ring.replication.Effect.Settle;
import kassa.ring.replication.Effect.WriteThrough;
import kassa.ring.wire.RingMessage.Put;
import kassa.ring.wire.RingMessage.PutAck;
import org.jspecify.annotations.Nullable;

/**
 * One replicated append, seen from its coordinator: rules R1 to R6.
 *
 * <p>An owner that is incomplete (rule R7) counts as a place, for it has fsynced the facts, but as
 * a reader it knows no more than a fallback does: while another owner that was asked may still
 * speak, an incomplete one does not have the last word.
 *
 * <p>So it is with an owner that speaks by another era, for it may not know of all that are owners
 * in this one: a place, and no owner's word.
 *
 * <p>The coordinator's own disk comes first, with an outbox entry for everybody who must have the
 * facts, and only then do they leave. So a fact that anybody holds is on its author's disk, and the
 * author's outbox knows who lacks it: a coordinator that dies at any moment forgets nothing, and a
 * peer can never know of a later dot than the author's disk.
 *
 * <p>When no node is left that could make up W, the archive stands in for one. It answers only
 * after it has entered that it does, and brings back what it knows of the key: the same key at two
 * lone nodes, one on either side of a cut, meets there, and at least one of them sees the other.
 *
 * <p>An append is a read (rule R2), and of facts that were left to the archive a place brings back
 * the names alone. Nothing is told to be stored before the archive has said what they are (rule
 * R9): whoever appends would take the key for a new one.
 *
 * @see <a href="https://www.allthingsdistributed.com/files/amazon-dynamo-sosp2007.pdf">DeCandia et
 *     al., Dynamo, 2007: sloppy quorum and hinted handoff, section 4.6</a>
 */
final class AppendRound {
  private final long id;
  private final long request;
  private final Key key;
  private final List<Fact> facts;
  private final Set<Dot> dots;
  private final NodeId self;
  private PreferenceList preference;
  private final int required;
  private final Peers peers;
  private final HedgeBudget hedges;
  private final long deadline;

  private final Deque<NodeId> fallbacks;
  private final Map<NodeId, Asked> asked = new LinkedHashMap<>();
  private final Set<NodeId> stoodInFor = new HashSet<>();
  private final Set<NodeId> acked = new HashSet<>();
  private final Set<NodeId> incomplete = new HashSet<>();

  /** Places that said so in another era: they have the facts, and are no owners that count. */
  private final Set<NodeId> inAnotherEra = new HashSet<>();

  private FactSet known;
  private ArchivePlace archive = ArchivePlace.NOT_ASKED;
  private long lastAsked;
  private long archiveNotBefore;
  private boolean readingStub;
  private long stubNotBefore;
  private boolean committed;
  private boolean answered;

  /** A place that was sent the facts, and when. */
  private record Asked(long at, @Nullable NodeId standsInFor) {}

  private enum ArchivePlace {
    NOT_ASKED,
    ASKED,
    STANDS_IN
  }

  AppendRound(
      long id,
      long request,
      Key key,
      List<Fact> facts,
      NodeId self,
      PreferenceList preference,
      int required,
      Peers peers,
      HedgeBudget hedges,
      long deadline) {
    this.id = id;
    this.request = request;
    this.key = key;
    this.facts = facts;
    this.dots = facts.stream().map(Fact::dot).collect(Collectors.toUnmodifiableSet());
    this.self = self;
    this.preference = preference;
    this.required = required;
    this.peers = peers;
    this.hedges = hedges;
    this.deadline = deadline;
    this.known = FactSet.of(facts);
    this.fallbacks = new ArrayDeque<>(preference.fallbacks());
    fallbacks.remove(self);
  }

  Key key() {
    return key;
  }

  List<Fact> facts() {
    return facts;
  }

  Effect start() {
    hedges.earn();
    Stream<Destination> others = otherOwners().map(Destination::peer);
    return new Commit(
        id, key, facts, Stream.concat(others, Stream.of(Destination.ARCHIVE)).toList());
  }

  /**
   * The local batch is fsynced.
   *
   * @param prior what the disk held of the key before
   * @param complete whether this node is, for the key
   */
  List<Effect> committed(FactSet prior, boolean complete, long now) {
    committed = true;
    acked(self, complete);
    known = known.union(prior);
    List<Effect> effects = new ArrayList<>();
    askOwners(effects, now);
    askArchive(effects, now);
    goOn(effects, now);
    return effects;
  }

  /** Other owners: those that were asked already may have spoken by the era before. */
  List<Effect> adopt(PreferenceList next, boolean selfComplete, long now) {
    preference = next;
    asked.keySet().removeAll(next.owners());
    fallbacks.clear();
    fallbacks.addAll(next.fallbacks());
    fallbacks.remove(self);
    fallbacks.removeAll(asked.keySet());
    stoodInFor.clear();
    incomplete.clear();
    inAnotherEra.addAll(acked);
    inAnotherEra.remove(self);
    inAnotherEra.stream().filter(next.owners()::contains).forEach(incomplete::add);
    List<Effect> effects = new ArrayList<>();
    if (committed && !answered) {
      acked(self, selfComplete);
      askOwners(effects, now);
      goOn(effects, now);
    }
    return effects;
  }

  List<Effect> acknowledgedInAnotherEra(NodeId from, PutAck ack, long now) {
    if (!acked.contains(from)) {
      inAnotherEra.add(from);
    }
    return acknowledged(from, ack, false, now);
  }

  List<Effect> acknowledged(NodeId from, PutAck ack, long now) {
    if (inAnotherEra.remove(from)) {
      incomplete.remove(from);
    }
    return acknowledged(from, ack, ack.complete(), now);
  }

  private List<Effect> acknowledged(NodeId from, PutAck ack, boolean complete, long now) {
    List<Effect> effects = new ArrayList<>();
    acked(from, complete);
    known = known.plus(ack.unmentioned()).plus(ack.stub());
    if (preference.owners().contains(from)) {
      effects.add(new Settle(Destination.peer(from), dots));
    }
    goOn(effects, now);
    return effects;
  }

  List<Effect> writtenThrough(FactSet held, long now) {
    List<Effect> effects = new ArrayList<>();
    archive = ArchivePlace.STANDS_IN;
    known = known.union(held);
    effects.add(new Settle(Destination.ARCHIVE, dots));
    goOn(effects, now);
    return effects;
  }

  /**
   * What the archive holds of the key.
   *
   * @param held empty when it did not answer
   */
  List<Effect> archiveRead(Optional<FactSet> held, long now) {
    List<Effect> effects = new ArrayList<>();
    readingStub = false;
    stubNotBefore = now + peers.hedgeTime();
    known = known.union(held.orElse(FactSet.EMPTY));
    goOn(effects, now);
    return effects;
  }

  /** It may have stored the facts all the same; asking again is harmless, counting it is not. */
  void writeThroughFailed(long now) {
    archive = ArchivePlace.NOT_ASKED;
    archiveNotBefore = now + peers.hedgeTime();
  }

  List<Effect> tick(long now) {
    List<Effect> effects = new ArrayList<>();
    if (committed && !answered) {
      askOwners(effects, now);
      hedge(effects, now);
      askArchive(effects, now);
      goOn(effects, now);
    }
    // Before its own disk has the facts nothing may be said of them: not even that they are too
    // few.
    if (committed && now >= deadline && !answered) {
      answered = true;
      effects.add(
          new Appended(
              request,
              enough() && !known.isWhole()
                  ? new AppendOutcome.Unread(known, replicas())
                  : new AppendOutcome.TooFewReplicas(known, replicas())));
    }
    return effects;
  }

  /** Whether nothing more can come of it; until then late acknowledgements still settle entries. */
  boolean over(long now) {
    return answered && (now >= deadline || acked.containsAll(asked.keySet()));
  }

  /** An owner out of reach costs no waiting: the next fallback stands in for it at once. */
  private void askOwners(List<Effect> effects, long now) {
    for (NodeId owner : otherOwners().toList()) {
      if (asked.containsKey(owner)) {
        continue;
      }
      if (peers.reachable(owner, now)) {
        ask(owner, null, effects, now);
      } else {
        standIn(owner, effects, now);
      }
    }
  }

  /** A place that is silent for the hedge time is stood in for; mere slowness is on a budget. */
  private void hedge(List<Effect> effects, long now) {
    for (Map.Entry<NodeId, Asked> place : List.copyOf(asked.entrySet())) {
      NodeId node = place.getKey();
      boolean slow = now - place.getValue().at() >= peers.hedgeTime();
      if (slow && !acked.contains(node) && !stoodInFor.contains(node) && !fallbacks.isEmpty()) {
        if (!peers.reachable(node, now) || hedges.spend()) {
          standIn(node, effects, now);
        }
      }
    }
  }

  /**
   * The archive is asked when no fallback is left to be. Nodes that were asked and may still answer
   * are waited for, one hedge time after the last of them was asked, and then it is a hedge on mere
   * slowness, which is on the budget: a slow ring must not make the archive slow as well. Without
   * such nodes there is nothing to wait for.
   */
  private void askArchive(List<Effect> effects, long now) {
    boolean mayBeAsked = archive == ArchivePlace.NOT_ASKED && now >= archiveNotBefore;
    if (!mayBeAsked || enough() || fallbacks.stream().anyMatch(n -> peers.reachable(n, now))) {
      return;
    }
    if (nodesMayBeEnough(now)) {
      boolean silent = now - lastAsked >= peers.hedgeTime();
      if (!silent || !hedges.spend()) {
        return;
      }
    }
    archive = ArchivePlace.ASKED;
    effects.add(new WriteThrough(id, key, facts));
  }

  private boolean nodesMayBeEnough(long now) {
    long awaited =
        asked.keySet().stream().filter(n -> !acked.contains(n) && peers.reachable(n, now)).count();
    return places() + awaited >= required;
  }

  private void standIn(NodeId absent, List<Effect> effects, long now) {
    if (stoodInFor.contains(absent) || enough()) {
      return;
    }
    if (standsInItself(absent)) {
      stoodInFor.add(absent);
      return;
    }
    NodeId fallback = nextFallback(now);
    if (fallback != null) {
      stoodInFor.add(absent);
      ask(fallback, ownerBehind(absent), effects, now);
    }
  }

  /**
   * A silent fallback is followed by another one, which owes the facts to an owner all the same.
   */
  private NodeId ownerBehind(NodeId absent) {
    Asked place = asked.get(absent);
    NodeId owner = place == null ? null : place.standsInFor();
    return owner == null ? absent : owner;
  }

  /** A coordinator that is no owner is itself the fallback of the first absent owner. */
  private boolean standsInItself(NodeId absent) {
    return !preference.owners().contains(self)
        && stoodInFor.isEmpty()
        && preference.owners().contains(absent);
  }

  private @Nullable NodeId nextFallback(long now) {
    for (NodeId candidate : fallbacks) {
      if (peers.reachable(candidate, now)) {
        fallbacks.remove(candidate);
        return candidate;
      }
    }
    return null;
  }

  private void ask(NodeId node, @Nullable NodeId standsInFor, List<Effect> effects, long now) {
    asked.put(node, new Asked(now, standsInFor));
    lastAsked = now;
    Put put = new Put(id, key, facts, known.dots(), standsInFor);
    effects.add(new Send(node, put, deadline));
  }

  private void acked(NodeId node, boolean complete) {
    acked.add(node);
    if (!complete && preference.owners().contains(node)) {
      incomplete.add(node);
    }
  }

  /** Only an incomplete owner makes up W, and one that may know more was asked just now. */
  private boolean awaitsAnotherOwner(long now) {
    if (incomplete.isEmpty() || places() - incomplete.size() >= required || now >= deadline) {
      return false;
    }
    for (Map.Entry<NodeId, Asked> place : asked.entrySet()) {
      NodeId node = place.getKey();
      boolean wasJustAsked = now - place.getValue().at() < peers.hedgeTime();
      if (wasJustAsked && preference.owners().contains(node) && !acked.contains(node)) {
        return true;
      }
    }
    return false;
  }

  private void goOn(List<Effect> effects, long now) {
    if (!committed || answered) {
      return;
    }
    if (!known.isWhole()) {
      readStub(effects, now);
    } else if (enough() && !awaitsAnotherOwner(now)) {
      answered = true;
      effects.add(new Appended(request, new AppendOutcome.Stored(known, replicas())));
    }
  }

  /** Whoever has it may still bring it back; the archive has it for certain. */
  private void readStub(List<Effect> effects, long now) {
    if (!readingStub && now >= stubNotBefore) {
      readingStub = true;
      effects.add(new AskArchive(id, key));
    }
  }

  private boolean enough() {
    return places() >= required;
  }

  private int places() {
    return acked.size() + (archive == ArchivePlace.STANDS_IN ? 1 : 0);
  }

  private Replicas replicas() {
    int owners =
        (int)
            preference.owners().stream()
                .filter(owner -> acked.contains(owner) && !inAnotherEra.contains(owner))
                .count();
    return new Replicas(
        required,
        places(),
        preference.owners().size(),
        acked.size() - owners,
        archive == ArchivePlace.STANDS_IN);
  }

  private Stream<NodeId> otherOwners() {
    return preference.owners().stream().filter(owner -> !owner.equals(self));
  }
}
