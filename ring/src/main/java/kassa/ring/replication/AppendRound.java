package kassa.ring.replication;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import kassa.ring.replication.Effect.Commit;
import kassa.ring.replication.Effect.Send;
import kassa.ring.replication.Effect.Settle;
import kassa.ring.wire.RingMessage.Put;
import kassa.ring.wire.RingMessage.PutAck;
import org.jspecify.annotations.Nullable;

/**
 * One replicated append, seen from its coordinator: rules R1 to R3, R5 and R6.
 *
 * <p>The coordinator's own disk comes first, with an outbox entry for everybody who must have the
 * facts, and only then do they leave. So a fact that anybody holds is on its author's disk, and the
 * author's outbox knows who lacks it: a coordinator that dies at any moment forgets nothing, and a
 * peer can never know of a later dot than the author's disk.
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
  private final PreferenceList preference;
  private final int required;
  private final Peers peers;
  private final HedgeBudget hedges;
  private final long deadline;

  private final Deque<NodeId> fallbacks;
  private final Map<NodeId, Asked> asked = new LinkedHashMap<>();
  private final Set<NodeId> stoodInFor = new HashSet<>();
  private final Set<NodeId> acked = new HashSet<>();
  private FactSet known;
  private boolean committed;
  private boolean answered;

  /** A place that was sent the facts, and when. */
  private record Asked(long at) {}

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

  Effect start() {
    hedges.earn();
    Stream<Destination> others = otherOwners().map(Destination::peer);
    return new Commit(
        id, key, facts, Stream.concat(others, Stream.of(Destination.ARCHIVE)).toList());
  }

  /** The local batch is fsynced; prior is what the disk held of the key before. */
  List<Effect> committed(FactSet prior, long now) {
    committed = true;
    acked.add(self);
    known = known.union(prior);
    List<Effect> effects = new ArrayList<>();
    askOwners(effects, now);
    answerIfEnough(effects);
    return effects;
  }

  List<Effect> acknowledged(NodeId from, PutAck ack) {
    List<Effect> effects = new ArrayList<>();
    acked.add(from);
    known = known.plus(ack.unmentioned());
    if (preference.owners().contains(from)) {
      effects.add(new Settle(Destination.peer(from), dots));
    }
    answerIfEnough(effects);
    return effects;
  }

  List<Effect> tick(long now) {
    List<Effect> effects = new ArrayList<>();
    if (committed && !answered) {
      askOwners(effects, now);
      hedge(effects, now);
    }
    // Before its own disk has the facts nothing may be said of them: not even that they are too
    // few.
    if (committed && now >= deadline && !answered) {
      answered = true;
      effects.add(new Appended(request, new AppendOutcome.TooFewReplicas(known, replicas())));
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
      ask(fallback, absent, effects, now);
    }
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
    asked.put(node, new Asked(now));
    effects.add(new Send(node, new Put(id, key, facts, known.dots(), standsInFor)));
  }

  private void answerIfEnough(List<Effect> effects) {
    if (committed && !answered && enough()) {
      answered = true;
      effects.add(new Appended(request, new AppendOutcome.Stored(known, replicas())));
    }
  }

  private boolean enough() {
    return acked.size() >= required;
  }

  private Replicas replicas() {
    int owners = (int) preference.owners().stream().filter(acked::contains).count();
    return new Replicas(required, acked.size(), preference.owners().size(), acked.size() - owners);
  }

  private Stream<NodeId> otherOwners() {
    return preference.owners().stream().filter(owner -> !owner.equals(self));
  }
}
