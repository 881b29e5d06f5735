package kassa.ring.sim;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.NodeId;
import kassa.ring.archive.ArchiveNotice;
import kassa.ring.outbox.Destination;
import kassa.ring.outbox.Handoff;
import kassa.ring.outbox.HandoffSettings;
import kassa.ring.wire.RingMessage;

/** The outboxes of one life of a node, each being emptied towards its destination. */
final class SimHandoffs {
  private final SimLife life;
  private final SimNode node;
  private final World world;
  private final Map<Destination, Way> ways = new TreeMap<>(World.BY_LABEL);

  private static final class Way {
    final Destination destination;
    final HandoffSettings settings;
    final Handoff handoff;
    boolean wasReachable;

    Way(Destination destination, HandoffSettings settings, Handoff handoff) {
      this.destination = destination;
      this.settings = settings;
      this.handoff = handoff;
    }
  }

  SimHandoffs(SimLife life, SimNode node, World world) {
    this.life = life;
    this.node = node;
    this.world = world;
    world.nodes().stream()
        .map(peer -> peer.id)
        .filter(peer -> !peer.equals(node.id))
        .forEach(peer -> add(Destination.peer(peer), HandoffSettings.TO_PEER));
    add(Destination.ARCHIVE, HandoffSettings.TO_ARCHIVE);
  }

  private void add(Destination destination, HandoffSettings settings) {
    var random = world.dice("handoff " + node.id + " " + destination.label());
    ways.put(
        destination,
        new Way(destination, settings, new Handoff(settings, random.nextInt(), random)));
  }

  void tick() {
    ways.values().forEach(this::handOff);
  }

  void delivered(NodeId by, long batch) {
    Way way = ways.get(Destination.peer(by));
    if (way != null) {
      life.settle(way.destination, way.handoff.delivered(batch, world.now()));
    }
  }

  private void handOff(Way way) {
    boolean reachable =
        !(way.destination instanceof Destination.Peer peer) || life.reachable(peer.node());
    if (reachable && !way.wasReachable) {
      way.handoff.hurry();
    }
    way.wasReachable = reachable;
    if (!way.handoff.wantsBatch(reachable, world.now())) {
      return;
    }
    List<Fact> facts =
        node.disk()
            .owed(
                way.destination,
                node.id,
                life.now().toEpochMilli() - way.settings.grace(),
                life.now().toEpochMilli() - way.settings.foreignGrace(),
                20);
    way.handoff.loaded(facts, world.now()).ifPresent(batch -> carry(way, batch, facts));
  }

  private void carry(Way way, long batch, List<Fact> facts) {
    if (world.planted(Mutant.DROP_HINT_BEFORE_STORED)) {
      life.settle(way.destination, dotsOf(facts));
    }
    if (way.destination instanceof Destination.Peer peer) {
      life.send(peer.node(), new RingMessage.Deliver(batch, facts));
    } else {
      world.archive.write(
          node.id,
          facts,
          () -> life.whenAlive(() -> archived(way, batch, facts)),
          () -> life.whenAlive(() -> failed(way, batch)));
    }
  }

  private void failed(Way way, long batch) {
    life.settle(way.destination, way.handoff.failed(batch, Set.of(), world.now()));
  }

  private void archived(Way way, long batch, List<Fact> facts) {
    life.settle(Destination.ARCHIVE, way.handoff.delivered(batch, world.now()));
    ArchiveNotice.of(facts, life.placement(), node.id)
        .forEach((owner, dots) -> life.send(owner, new RingMessage.Archived(dots)));
  }

  private static Set<Dot> dotsOf(List<Fact> facts) {
    Set<Dot> dots = new HashSet<>();
    facts.forEach(fact -> dots.add(fact.dot()));
    return dots;
  }
}
