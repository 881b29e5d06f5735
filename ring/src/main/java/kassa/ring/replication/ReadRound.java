package kassa.ring.replication;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.ReadOutcome;
import kassa.ring.placement.PreferenceList;
import kassa.ring.replication.Effect.Answered;
import kassa.ring.replication.Effect.Send;
import kassa.ring.wire.RingMessage.Get;
import kassa.ring.wire.RingMessage.GetAck;

/**
 * One read, seen from its coordinator. R complete owners make it certain what is there; that
 * nothing is there needs a no from every node of the ring (rule R8), for a fallback may hold what
 * no owner has seen yet.
 */
final class ReadRound {
  private final long id;
  private final long request;
  private final Key key;
  private final NodeId self;
  private final PreferenceList preference;
  private final int required;
  private final long deadline;

  private final Set<NodeId> asked = new HashSet<>();
  private final Set<NodeId> complete = new LinkedHashSet<>();
  private final Set<NodeId> heard = new LinkedHashSet<>();
  private FactSet facts;
  private boolean answered;

  ReadRound(
      long id,
      long request,
      Key key,
      FactSet local,
      NodeId self,
      PreferenceList preference,
      int required,
      long deadline) {
    this.id = id;
    this.request = request;
    this.key = key;
    this.facts = local;
    this.self = self;
    this.preference = preference;
    this.required = required;
    this.deadline = deadline;
  }

  List<Effect> start() {
    List<Effect> effects = new ArrayList<>();
    heard.add(self);
    asked.add(self);
    if (preference.owners().contains(self)) {
      complete.add(self);
    }
    ask(preference.owners().stream(), effects);
    decide(effects);
    return effects;
  }

  List<Effect> answered(NodeId from, GetAck ack) {
    List<Effect> effects = new ArrayList<>();
    heard.add(from);
    facts = facts.plus(ack.unmentioned());
    if (ack.complete() && preference.owners().contains(from)) {
      complete.add(from);
    }
    decide(effects);
    return effects;
  }

  List<Effect> tick(long now) {
    if (now < deadline || answered) {
      return List.of();
    }
    answered = true;
    return List.of(new Answered(request, new ReadOutcome.Unreachable(facts)));
  }

  boolean over() {
    return answered;
  }

  private void decide(List<Effect> effects) {
    if (answered || complete.size() < Math.min(required, preference.owners().size())) {
      return;
    }
    if (!facts.isEmpty()) {
      answered = true;
      effects.add(new Answered(request, new ReadOutcome.Found(facts, heard.size())));
    } else if (heard.containsAll(preference.inOrder())) {
      answered = true;
      effects.add(new Answered(request, new ReadOutcome.NotFound()));
    } else {
      ask(preference.fallbacks().stream(), effects);
    }
  }

  private void ask(Stream<NodeId> nodes, List<Effect> effects) {
    nodes
        .filter(asked::add)
        .forEach(node -> effects.add(new Send(node, new Get(id, key, facts.dots()))));
  }
}
