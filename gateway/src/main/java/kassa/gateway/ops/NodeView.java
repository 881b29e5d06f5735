package kassa.gateway.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import kassa.gateway.card.CardProcessor;
import kassa.gateway.codec.OrderFactCodec;
import kassa.gateway.order.OrderId;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.Stub;
import kassa.ring.antientropy.Bootstrap;
import kassa.ring.antientropy.SyncCounts;
import kassa.ring.archive.ArchiveGap;
import kassa.ring.disk.DiskRoom;
import kassa.ring.eviction.EvictionCounts;
import kassa.ring.membership.ClockSkew;
import kassa.ring.membership.PeerClock;
import kassa.ring.membership.PeerClocks;
import kassa.ring.node.RingNode;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.Drain;
import kassa.ring.outbox.DrainRate;
import kassa.ring.outbox.HandoverProgress;
import kassa.ring.outbox.OutboxEntry;
import kassa.ring.placement.Partition;
import kassa.ring.placement.Placement;
import kassa.ring.placement.PreferenceList;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.roster.Eras;
import kassa.ring.roster.Phase;
import kassa.ring.store.Register;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of itself, its peers and its disk, in JSON. Any thread may ask; it reads the
 * disk.
 */
final class NodeView {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Younger entries are still on their way, in milliseconds. */
  private static final long HINT_AGE = 2_000;

  private final RingNode node;
  private final CardProcessor cards;
  private final Draining draining;

  NodeView(RingNode node, CardProcessor cards, Draining draining) {
    this.node = node;
    this.cards = cards;
    this.draining = draining;
  }

  /** Which share of partitions each member owns first, in the descriptor's order. */
  private static double[] shares(Placement placement) {
    RingDescriptor ring = placement.ring();
    double[] shares = new double[ring.members().size()];
    for (int number = 0; number < Partition.COUNT; number++) {
      NodeId first = placement.of(new Partition(number)).owners().get(0);
      shares[ring.nodes().indexOf(first)] += 1.0 / Partition.COUNT;
    }
    return shares;
  }

  ObjectNode status(Instant now) {
    Placement placement = node.placement();
    RingDescriptor ring = placement.ring();
    double[] owned = shares(placement);
    OutboxCount unarchived = count(Destination.ARCHIVE, now, 0);
    ObjectNode json = JSON.createObjectNode();
    json.put("node", node.self().value()).put("incarnation", node.incarnation().toString());
    json.put("ring", ring.name()).put("descriptor", ring.fingerprint());
    json.put("partitions", Partition.COUNT);
    json.put("n", ring.replication().n()).put("w", ring.replication().w());
    json.put("r", ring.replication().r());
    json.put("started_at", node.startedAt().toString()).put("now", now.toString());
    json.put("cluster_status", clusterStatus());
    clock(json.putObject("clock"));
    Map<NodeId, PeerClock> clocks = new HashMap<>();
    node.peerClocks().forEach(clock -> clocks.put(clock.node(), clock));
    ArrayNode members = json.putArray("members");
    for (int i = 0; i < ring.members().size(); i++) {
      Member one = ring.members().get(i);
      ObjectNode member = members.addObject();
      member(member, one, owned[i], now);
      PeerClock clock = clocks.get(one.node());
      member.put("clock_ahead_ms", clock == null ? null : clock.ahead());
    }
    json.put("unarchived", unarchived.count()).put("unarchived_capped", unarchived.capped());
    json.put("oldest_unarchived", text(unarchived.oldest()));
    json.putObject("archive").put("reachable", node.archive().reachable());
    json.putObject("acquirer").put("name", cards.acquirer()).put("connected", cards.connected());
    // The era first: what is complete by a later one is told of the earlier one at worst as less.
    handover(json.putObject("handover"));
    copy(json.putObject("copy"));
    disk(json.putObject("disk"));
    draining.show(json.putObject("draining"));
    json.put(
        "open_orders", node.store().open(now.toEpochMilli() - HINT_AGE, OutboxCount.CAP).size());
    return json;
  }

  /** Whether a majority of nodes says that this node's clock is off, and by how much. */
  private void clock(ObjectNode json) {
    Optional<ClockSkew> skew = node.clockSkew();
    json.put("off", skew.isPresent()).put("bound_ms", PeerClocks.BOUND);
    json.put("ahead_ms", skew.map(ClockSkew::ahead).orElse(null));
    ArrayNode witnesses = json.putArray("witnesses");
    skew.ifPresent(off -> off.witnesses().forEach(peer -> witnesses.add(peer.value())));
  }

  /** What became of changes of the ring: how far this node is with them, and who is not. */
  private void handover(ObjectNode json) {
    Eras eras = node.eras();
    HandoverProgress.Seen seen = node.handover();
    json.put("era", eras.era().toString()).put("gives", node.isHandingOver());
    json.put("left", seen.left()).put("left_seconds", secondsLeft(seen.partitions(), seen.left()));
    json.put("entered", seen.entered());
    json.put("entered_per_second", seen.entries().perSecond());
    int lacks = node.placement().ownedBy(node.self()).size() - node.completePartitions();
    json.put("lacks", lacks).put("lacks_per_second", seen.fills().perSecond());
    json.put("lacks_seconds", secondsLeft(seen.fills(), lacks));
    Bootstrap.Progress ahead = node.ahead();
    json.putObject("ahead")
        .put("fetched", ahead.fetched())
        .put("of", ahead.of())
        .put("seconds", secondsLeft(seen.fills(), ahead.left()));
    json.put("window_seconds", DrainRate.WINDOW / 1_000);
    ArrayNode lacking = json.putArray("lacking");
    RosterDesk.lacking(eras).forEach(owner -> lacking.add(owner.value()));
    ArrayNode former = json.putArray("former_owners");
    Stream.concat(
            eras.past().values().stream()
                .flatMap(before -> before.members().stream())
                .filter(owner -> !eras.isGone(owner))
                .map(Member::node),
            eras.roster().in(Phase.LEAVING).stream())
        .distinct()
        .filter(owner -> !eras.current().descriptor().nodes().contains(owner))
        .forEach(owner -> former.add(owner.value()));
  }

  private static @Nullable Long secondsLeft(Drain drain, long waiting) {
    OptionalLong seconds = drain.secondsLeft(waiting);
    return seconds.isPresent() ? seconds.getAsLong() : null;
  }

  private void disk(ObjectNode json) {
    DiskRoom.Standing room = node.room();
    json.put("level", room.level().name().toLowerCase(Locale.ROOT));
    json.put("why", room.why().name().toLowerCase(Locale.ROOT));
    json.put("free_bytes", room.free()).put("owed", room.owed());
  }

  /** What this disk's copy of its partitions is worth, and what comparing it with others found. */
  private void copy(ObjectNode json) {
    Register register = node.store().register();
    SyncCounts counts = node.syncCounts();
    json.put("standing", register.standing().name().toLowerCase(Locale.ROOT));
    json.put("complete", node.completePartitions());
    json.put("owned", node.placement().ownedBy(node.self()).size());
    json.put("compared", counts.compared()).put("differed", counts.differed());
    json.put("repaired", counts.repaired()).put("filled", counts.filled());
    json.put("passes", counts.passes());
    EvictionCounts evictions = node.evictionCounts();
    json.put("evicted", evictions.evicted()).put("eviction_refused", evictions.refused());
    json.put("stubs", node.store().shelf().stubs());
  }

  private void member(ObjectNode json, Member member, double owns, Instant now) {
    boolean self = member.node().equals(node.self());
    boolean reachable = node.reachable(member.node());
    Destination to = Destination.peer(member.node());
    OutboxCount hints = self ? OutboxCount.of(List.of()) : count(to, now, HINT_AGE);
    json.put("node", member.node().value()).put("zone", member.zone());
    json.put("http", member.http()).put("management", member.management());
    json.put("owns", owns).put("reachable", reachable);
    json.put("since", reachable ? null : node.lastHeard(member.node()).toString());
    json.put("hints", hints.count()).put("hints_capped", hints.capped());
    json.put("oldest_hint", text(hints.oldest()));
    Drain drain = node.drain(to);
    json.put("hints_per_second", drain.perSecond());
    json.put("hints_seconds_left", secondsLeft(drain, hints.count()));
  }

  private String clusterStatus() {
    return switch (node.clusterStatus().toString()) {
      case "Up" -> "up";
      case "WeaklyUp" -> "weakly_up";
      case "Joining" -> "joining";
      case "Leaving", "Exiting" -> "leaving";
      default -> "none";
    };
  }

  /**
   * @param to only what waits for this node; all when empty
   * @param limit single hints for each
   */
  ObjectNode hints(String to, int limit, Instant now) {
    ObjectNode json = JSON.createObjectNode().put("window_seconds", DrainRate.WINDOW / 1_000);
    ArrayNode destinations = json.putArray("destinations");
    ArrayNode hints = json.putArray("hints");
    for (NodeId peer : node.nodes()) {
      if (!peer.equals(node.self()) && (to.isEmpty() || to.equals(peer.value()))) {
        List<OutboxEntry> entries = entries(Destination.peer(peer), now, HINT_AGE);
        OutboxCount count = OutboxCount.of(entries);
        Drain drain = node.drain(Destination.peer(peer));
        destinations
            .addObject()
            .put("for", peer.value())
            .put("count", count.count())
            .put("capped", count.capped())
            .put("oldest", text(count.oldest()))
            .put("per_second", drain.perSecond())
            .put("seconds_left", secondsLeft(drain, count.count()));
        entries.stream().limit(limit).forEach(entry -> hint(hints.addObject(), peer, entry));
      }
    }
    return json;
  }

  private void hint(ObjectNode json, NodeId peer, OutboxEntry entry) {
    Optional<Fact> fact =
        node.local(entry.key()).stream().filter(f -> f.dot().equals(entry.dot())).findFirst();
    json.put("for", peer.value()).put("key", entry.key().value());
    json.put("dot", entry.dot().toString()).put("kind", fact.map(Fact::kind).orElse("?"));
    json.put("recorded_at", Instant.ofEpochMilli(entry.since()).toString());
  }

  ObjectNode owners(Key key) {
    PreferenceList list = node.preference(key);
    ObjectNode json = JSON.createObjectNode().put("partition", Partition.of(key).number());
    ArrayNode owners = json.putArray("owners");
    list.owners().forEach(owner -> owners.add(owner.value()));
    ArrayNode fallbacks = json.putArray("fallbacks");
    list.fallbacks().forEach(fallback -> fallbacks.add(fallback.value()));
    return json;
  }

  /**
   * This disk's copy of an order; empty when it holds nothing of it. Of what it left to the archive
   * it knows names and hashes, and the status only if the archive tells the rest.
   */
  CompletionStage<ObjectNode> explain(Key key, boolean withArchive) {
    FactSet held = node.local(key);
    ObjectNode json = JSON.createObjectNode().put("node", node.self().value());
    json.put("status", status(key, held));
    facts(json.putArray("facts"), held);
    if (!withArchive) {
      return CompletableFuture.completedFuture(json);
    }
    return node.archive()
        .read(key)
        .handle(
            (archived, failure) -> {
              ObjectNode archive = json.putObject("archive").put("reachable", failure == null);
              if (failure == null) {
                facts(archive.putArray("facts"), archived);
                if (ArchiveGap.between(held, archived, dot -> false).isEmpty()) {
                  json.put("status", status(key, held.union(archived)));
                }
              }
              return json;
            });
  }

  private static String status(Key key, FactSet held) {
    return held.isEmpty() || !held.isWhole() || !OrderId.isValid(key.value())
        ? "-"
        : OrderFactCodec.order(new OrderId(key.value()), held).status().wire();
  }

  private static void facts(ArrayNode lines, FactSet facts) {
    for (Fact fact : facts.inOrder()) {
      ObjectNode line = lines.addObject().put("dot", fact.dot().toString());
      line.put("time", Instant.ofEpochMilli(fact.time().millis()).toString());
      line.put("kind", fact.kind()).put("hash", Long.toHexString(fact.hash()));
      try {
        line.set("data", JSON.readTree(fact.payload()));
      } catch (IOException unreadable) {
        line.put("data", fact.payloadLength() + " bytes that are no JSON");
      }
    }
    Stub stub = facts.stub();
    stub.hashes()
        .forEach(
            (dot, hash) ->
                lines
                    .addObject()
                    .put("dot", dot.toString())
                    .put("time", Instant.ofEpochMilli(stub.newest().millis()).toString())
                    .put("kind", "evicted")
                    .put("hash", Long.toHexString(hash))
                    .put("evicted", true));
  }

  private OutboxCount count(Destination destination, Instant now, long age) {
    return OutboxCount.of(entries(destination, now, age));
  }

  private List<OutboxEntry> entries(Destination destination, Instant now, long age) {
    return node.store().outbox(destination, now.toEpochMilli() - age, OutboxCount.CAP + 1);
  }

  private static @Nullable String text(Optional<Instant> time) {
    return time.map(Instant::toString).orElse(null);
  }

  static String text(ObjectNode json) {
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
  }
}
