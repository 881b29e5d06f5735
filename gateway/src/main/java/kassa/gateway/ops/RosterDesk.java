package kassa.gateway.ops;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kassa.gateway.ops.RosterRequest.Wish;
import kassa.ring.Fact;
import kassa.ring.NodeId;
import kassa.ring.placement.Partition;
import kassa.ring.placement.Placement;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.roster.CurrentRing;
import kassa.ring.roster.Eras;
import kassa.ring.roster.RingPlan;
import kassa.ring.roster.RingPlan.Load;
import kassa.ring.roster.RingPlan.Move;
import kassa.ring.roster.Roster;
import kassa.ring.roster.RosterChange;
import kassa.ring.roster.Seat;
import kassa.ring.store.FactScan;
import kassa.ring.store.KeyFacts;

/**
 * Shows who is in the ring and what a change would move, and makes changes, at this node, alone if
 * need be. Any thread may ask; a plan reads the disk.
 */
final class RosterDesk {
  /**
   * With so many keys read, a plan counts no further partition: partitions are about equal, so
   * whoever asked can tell the rest from those that are counted.
   */
  static final int MOST_KEYS = 20_000;

  /** An answer is waited for no longer than {@code HttpServer} does for any. */
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Membership membership;
  private final FactScan disk;

  RosterDesk(Membership membership, FactScan disk) {
    this.membership = membership;
    this.disk = disk;
  }

  /** What came of a question; its name in lower case and its status are what callers go by. */
  enum Outcome {
    PLANNED(200),
    CHANGED(200),
    INVALID(400),
    UNKNOWN(404),
    REFUSED(409),
    FAILED(503),
    /** It may be changed, or not. */
    UNCERTAIN(504);

    private final int status;

    Outcome(int status) {
      this.status = status;
    }
  }

  /** Everybody who is or was in the ring, and which earlier rings are not handed over yet. */
  ObjectNode roster() {
    Eras eras = membership.eras();
    RingDescriptor ring = eras.current().descriptor();
    Member own = membership.own();
    ObjectNode json = JSON.createObjectNode().put("node", own.node().value());
    json.put("ring", ring.name()).put("agreement", membership.agreement());
    json.put("era", eras.era().toString());
    where(json.putObject("self"), own.node(), own.zone(), own.http(), own.management());
    ArrayNode seats = json.putArray("seats");
    eras.roster().seats().forEach((node, seat) -> seat(seats.addObject(), node, seat));
    ArrayNode past = json.putArray("past");
    eras.past()
        .forEach(
            (era, before) ->
                nodes(
                    past.addObject().put("era", era.toString()).putArray("nodes"), before.nodes()));
    List<NodeId> lacking = lacking(eras);
    nodes(json.putArray("lack"), lacking);
    nodes(
        json.putArray("have_all"),
        ring.nodes().stream().filter(node -> !lacking.contains(node)).toList());
    return json;
  }

  /** Owners that may lack what was stored before the ring changed. */
  static List<NodeId> lacking(Eras eras) {
    return eras.past().isEmpty()
        ? List.of()
        : eras.current().descriptor().nodes().stream()
            .filter(node -> !eras.caughtUp().contains(node))
            .toList();
  }

  private static void where(
      ObjectNode json, NodeId node, String zone, String http, String management) {
    json.put("node", node.value()).put("zone", zone);
    json.put("http", http).put("management", management);
  }

  private void seat(ObjectNode json, NodeId node, Seat seat) {
    where(json, node, seat.zone(), seat.http(), seat.management());
    json.put("phase", seat.phase().label()).put("generation", seat.generation().toString());
    json.put("reachable", membership.reachable(node));
  }

  /** What changes would move if they were made here and now, one after the other. */
  Answer plan(Map<String, String> parameters) {
    RosterRequest request = RosterRequest.of(parameters);
    Eras eras = membership.eras();
    Optional<Answer> no = refused(request, eras.roster());
    if (no.isPresent()) {
      return no.get();
    }
    if (eras.past().size() + request.changes().size() > Eras.MOST_PAST) {
      return refused("what was changed before is not handed over yet");
    }
    Roster roster = eras.roster();
    for (Wish wish : request.changes()) {
      RosterChange.Outcome outcome = wish.change().on(roster);
      if (outcome instanceof RosterChange.Outcome.Refused refused) {
        return refused(refused.why());
      }
      roster = ((RosterChange.Outcome.Changed) outcome).now();
    }
    CurrentRing next = eras.current().merge(roster);
    return answer(Outcome.PLANNED, planned(eras.current(), next));
  }

  private ObjectNode planned(CurrentRing now, CurrentRing then) {
    RingDescriptor before = now.descriptor();
    RingDescriptor after = then.descriptor();
    Placement old = new Placement(before);
    Placement next = new Placement(after);
    RingPlan plan = RingPlan.of(before, after);
    Map<Partition, Load> held = held(plan, old);
    SortedMap<NodeId, Load> incoming = plan.incoming(held);
    ObjectNode json = JSON.createObjectNode();
    json.put("era", now.era().toString()).put("next", then.era().toString());
    json.put("partitions", Partition.COUNT);
    TreeSet<NodeId> all = new TreeSet<>(before.nodes());
    all.addAll(after.nodes());
    ArrayNode nodes = json.putArray("nodes");
    for (NodeId node : all) {
      Load load = incoming.getOrDefault(node, Load.NONE);
      nodes
          .addObject()
          .put("node", node.value())
          .put("before", share(old, node))
          .put("after", share(next, node))
          .put("facts", load.facts())
          .put("bytes", load.bytes());
    }
    ArrayNode moves = json.putArray("moves");
    for (Move move : plan.moves()) {
      ObjectNode one = moves.addObject().put("partition", move.partition().number());
      nodes(one.putArray("coming"), move.coming());
      nodes(one.putArray("going"), move.going());
      Load load = held.get(move.partition());
      one.put("facts", load == null ? null : load.facts());
      one.put("bytes", load == null ? null : load.bytes());
    }
    return json;
  }

  /** The share of partitions of which a node is the first owner, 0 to 1. */
  private static double share(Placement placement, NodeId node) {
    long first =
        placement.ownedBy(node).stream()
            .filter(partition -> placement.of(partition).owners().get(0).equals(node))
            .count();
    return first / (double) Partition.COUNT;
  }

  /** What this disk holds of partitions that move and that it must hold all of. */
  private Map<Partition, Load> held(RingPlan plan, Placement before) {
    NodeId self = membership.own().node();
    Map<Partition, Load> held = new HashMap<>();
    Count all = new Count();
    for (Move move : plan.moves()) {
      if (all.keys < MOST_KEYS && before.of(move.partition()).owners().contains(self)) {
        Count one = new Count();
        disk.scan(move.partition(), null, one::add);
        held.put(move.partition(), new Load(one.facts, one.bytes));
        all.keys += one.keys;
      }
    }
    return held;
  }

  private static final class Count {
    private long keys;
    private long facts;
    private long bytes;

    boolean add(KeyFacts held) {
      keys++;
      facts += held.facts().size();
      bytes += held.facts().stream().mapToLong(Fact::payloadLength).sum();
      return true;
    }
  }

  /** Makes one change. */
  CompletionStage<Answer> change(byte[] body) {
    RosterRequest request = RosterRequest.of(body);
    Optional<Answer> no = refused(request, membership.eras().roster());
    if (no.isPresent()) {
      return CompletableFuture.completedFuture(no.get());
    }
    Wish wish = request.changes().get(0);
    return membership
        .change(wish.change())
        .toCompletableFuture()
        .copy()
        .orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
        .handle((outcome, failure) -> failure == null ? changed(wish, outcome) : failed(failure));
  }

  private Answer changed(Wish wish, RosterChange.Outcome outcome) {
    if (outcome instanceof RosterChange.Outcome.Refused refused) {
      return refused(refused.why());
    }
    Roster now = ((RosterChange.Outcome.Changed) outcome).now();
    ObjectNode json = JSON.createObjectNode();
    now.seat(wish.node()).ifPresent(seat -> seat(json.putObject("seat"), wish.node(), seat));
    return answer(Outcome.CHANGED, json);
  }

  private Answer failed(Throwable failure) {
    Throwable why =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return why instanceof TimeoutException
        ? because(Outcome.UNCERTAIN, "its disk does not answer; it may be changed all the same")
        : because(Outcome.FAILED, why.toString());
  }

  private Optional<Answer> refused(RosterRequest request, Roster roster) {
    if (!request.mistakes().isEmpty()) {
      ObjectNode json = JSON.createObjectNode();
      request.mistakes().forEach(json.putArray("mistakes")::add);
      return Optional.of(answer(Outcome.INVALID, json));
    }
    return request.changes().stream()
        .filter(wish -> wish.needsSeat() && roster.seat(wish.node()).isEmpty())
        .findFirst()
        .map(wish -> because(Outcome.UNKNOWN, "nobody here knows " + wish.node()));
  }

  private Answer refused(String why) {
    return because(Outcome.REFUSED, why);
  }

  private Answer because(Outcome outcome, String why) {
    return answer(outcome, JSON.createObjectNode().put("why", why));
  }

  private Answer answer(Outcome outcome, ObjectNode more) {
    ObjectNode json = JSON.createObjectNode();
    json.put("node", membership.own().node().value());
    json.put("outcome", outcome.name().toLowerCase(Locale.ROOT));
    json.setAll(more);
    return new Answer(outcome.status, json);
  }

  private static void nodes(ArrayNode array, Collection<NodeId> nodes) {
    nodes.forEach(node -> array.add(node.value()));
  }
}
