package kassa.ring.replication;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.ReadOutcome;
import kassa.ring.membership.Peers;
import kassa.ring.placement.PreferenceList;
import kassa.ring.replication.Effect.Answered;
import kassa.ring.replication.Effect.AskArchive;
import kassa.ring.replication.Effect.Send;
import kassa.ring.wire.RingMessage.Get;
import kassa.ring.wire.RingMessage.GetAck;

/**
 * One read, seen from its coordinator. Only complete owners count towards R; where they do not
 * suffice, the archive is asked and counts for one of them (rule R7).
 *
 * <p>That nothing is there needs a no from every node of the ring and from the archive (rule R8): a
 * fallback, or the archive in the place of one, may hold what no owner has seen yet. That search is
 * for what may not be anywhere, so only some run at once.
 *
 * <p>What was left to the archive (rule R9) is read there before anything is told.
 */
final class ReadRound {
  private final long id;
  private final long request;
  private final Key key;
  private PreferenceList preference;
  private List<NodeId> bystanders;
  private final NodeId self;
  private final int r;
  private final Peers peers;
  private final SearchLimit searches;
  private final long deadline;

  private final Set<NodeId> asked = new HashSet<>();
  private final Set<NodeId> complete = new LinkedHashSet<>();
  private final Set<NodeId> heard = new LinkedHashSet<>();

  /** Nodes that answered by another era, to be asked again. */
  private final Set<NodeId> inAnotherEra = new LinkedHashSet<>();

  private FactSet facts;
  private ArchiveWord archive = ArchiveWord.NOT_ASKED;
  private long startedAt;
  private long askAgainAt;
  private boolean searching;
  private boolean answered;

  private enum ArchiveWord {
    NOT_ASKED,
    ASKED,
    SPOKEN,
    AWAY
  }

  /**
   * @param local what this node's disk holds
   * @param bystanders nodes that own nothing and may hold facts
   * @param selfComplete whether that is all that it should hold, if it is an owner
   */
  ReadRound(
      long id,
      long request,
      Key key,
      FactSet local,
      NodeId self,
      PreferenceList preference,
      List<NodeId> bystanders,
      boolean selfComplete,
      int required,
      Peers peers,
      SearchLimit searches,
      long deadline) {
    this.id = id;
    this.request = request;
    this.key = key;
    this.facts = local;
    this.self = self;
    this.preference = preference;
    this.bystanders = bystanders;
    this.r = required;
    this.peers = peers;
    this.searches = searches;
    this.deadline = deadline;
    hear(self, selfComplete);
    asked.add(self);
  }

  List<Effect> start(long now) {
    startedAt = now;
    List<Effect> effects = new ArrayList<>();
    ask(preference.owners().stream(), effects);
    decide(effects, now);
    return effects;
  }

  Key key() {
    return key;
  }

  /** Other owners: all are asked again, for what they said was said by the era before. */
  List<Effect> adopt(PreferenceList next, List<NodeId> others, boolean selfComplete) {
    preference = next;
    bystanders = others;
    asked.clear();
    asked.add(self);
    heard.clear();
    complete.clear();
    inAnotherEra.clear();
    hear(self, selfComplete);
    List<Effect> effects = new ArrayList<>();
    if (!answered) {
      ask(preference.owners().stream(), effects);
      if (searching) {
        askEverybody(effects);
      }
    }
    return effects;
  }

  /**
   * Its facts are facts, and its word is none: neither that it holds all, nor that there is nothing
   * more. Once it has learned of this era it is asked again.
   */
  List<Effect> answeredInAnotherEra(NodeId from, GetAck ack, long now) {
    facts = facts.plus(ack.unmentioned()).plus(ack.stub());
    if (inAnotherEra.isEmpty()) {
      askAgainAt = now + peers.hedgeTime();
    }
    inAnotherEra.add(from);
    List<Effect> effects = new ArrayList<>();
    decide(effects, now);
    return effects;
  }

  List<Effect> answered(NodeId from, GetAck ack, long now) {
    facts = facts.plus(ack.unmentioned()).plus(ack.stub());
    hear(from, ack.complete());
    List<Effect> effects = new ArrayList<>();
    decide(effects, now);
    return effects;
  }

  /**
   * @param held empty when the archive did not answer
   */
  List<Effect> archiveRead(Optional<FactSet> held, long now) {
    archive = held.isPresent() ? ArchiveWord.SPOKEN : ArchiveWord.AWAY;
    facts = facts.union(held.orElse(FactSet.EMPTY));
    List<Effect> effects = new ArrayList<>();
    decide(effects, now);
    return effects;
  }

  List<Effect> tick(long now) {
    List<Effect> effects = new ArrayList<>();
    if (!inAnotherEra.isEmpty() && !answered && now >= askAgainAt) {
      asked.removeAll(inAnotherEra);
      ask(List.copyOf(inAnotherEra).stream(), effects);
      inAnotherEra.clear();
    }
    decide(effects, now);
    if (now >= deadline && !answered) {
      answer(new ReadOutcome.Unreachable(facts), effects);
    }
    return effects;
  }

  boolean over() {
    return answered;
  }

  private int required() {
    return Math.min(r, preference.owners().size());
  }

  private void hear(NodeId node, boolean isComplete) {
    heard.add(node);
    if (isComplete && preference.owners().contains(node)) {
      complete.add(node);
    }
  }

  private void decide(List<Effect> effects, long now) {
    if (answered) {
      return;
    }
    int certain = complete.size() + (archive == ArchiveWord.SPOKEN ? 1 : 0);
    if (certain >= required() && facts.isWhole() && !facts.isEmpty()) {
      answer(new ReadOutcome.Found(facts, heard.size()), effects);
    } else if (archiveIsNoHelp() && heard.containsAll(asked)) {
      answer(new ReadOutcome.Unreachable(facts), effects);
    } else if (!facts.isWhole()) {
      askArchive(effects);
    } else if (certain < required()) {
      if (!ownersMaySuffice(now)) {
        askArchive(effects);
      }
    } else if (archive == ArchiveWord.SPOKEN
        && heard.containsAll(preference.inOrder())
        && heard.containsAll(bystanders)) {
      answer(new ReadOutcome.NotFound(), effects);
    } else {
      search(effects);
    }
  }

  /** It did not answer, or does not hold what a stub says that it does. */
  private boolean archiveIsNoHelp() {
    return archive == ArchiveWord.AWAY || (archive == ArchiveWord.SPOKEN && !facts.isWhole());
  }

  /** Whether those that are complete, or may turn out to be within the hedge time, are R. */
  private boolean ownersMaySuffice(long now) {
    long awaited =
        preference.owners().stream()
            .filter(owner -> !heard.contains(owner) && peers.reachable(owner, now))
            .count();
    return now - startedAt < peers.hedgeTime() && complete.size() + awaited >= required();
  }

  private void search(List<Effect> effects) {
    if (!searching) {
      if (!searches.begin()) {
        answer(new ReadOutcome.Unreachable(facts), effects);
        return;
      }
      searching = true;
    }
    askEverybody(effects);
    askArchive(effects);
  }

  private void askEverybody(List<Effect> effects) {
    ask(preference.fallbacks().stream(), effects);
    ask(bystanders.stream(), effects);
  }

  private void askArchive(List<Effect> effects) {
    if (archive == ArchiveWord.NOT_ASKED) {
      archive = ArchiveWord.ASKED;
      effects.add(new AskArchive(id, key));
    }
  }

  private void ask(Stream<NodeId> nodes, List<Effect> effects) {
    nodes
        .filter(asked::add)
        .forEach(node -> effects.add(new Send(node, new Get(id, key, facts.dots()), deadline)));
  }

  private void answer(ReadOutcome outcome, List<Effect> effects) {
    answered = true;
    if (searching) {
      searches.end();
    }
    effects.add(new Answered(request, outcome));
  }
}
