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
  private final SimDisk disk;
  private final World world;
  private final Map<Destination, Handoff> handoffs = new TreeMap<>(World.BY_LABEL);

  SimHandoffs(SimLife life, SimDisk disk, World world) {
    this.life = life;
    this.disk = disk;
    this.world = world;
    world.ring.nodes().stream()
        .filter(node -> !node.equals(life.self()))
        .forEach(node -> handoff(Destination.peer(node), HandoffSettings.TO_PEER));
    handoff(Destination.ARCHIVE, HandoffSettings.TO_ARCHIVE);
  }

  void tick() {
    handoffs.forEach(this::handOff);
  }

  void delivered(NodeId by, long batch) {
    Handoff handoff = handoffs.get(Destination.peer(by));
    if (handoff != null) {
      life.settle(Destination.peer(by), handoff.delivered(batch));
    }
  }

  private void handoff(Destination destination, HandoffSettings settings) {
    handoffs.put(
        destination, new Handoff(settings, world.node.nextInt() & 0xffffffffL, world.node));
  }

  private void handOff(Destination destination, Handoff handoff) {
    boolean reachable =
        !(destination instanceof Destination.Peer peer) || life.reachable(peer.node());
    if (!handoff.wantsBatch(reachable, world.now())) {
      return;
    }
    HandoffSettings settings =
        destination instanceof Destination.Peer
            ? HandoffSettings.TO_PEER
            : HandoffSettings.TO_ARCHIVE;
    List<Fact> facts =
        disk.owed(
            destination,
            life.self(),
            world.now() - settings.grace(),
            world.now() - settings.foreignGrace(),
            20);
    handoff
        .loaded(facts, world.now())
        .ifPresent(
            batch -> {
              if (world.mutant == Mutant.DROP_HINT_BEFORE_STORED) {
                life.settle(destination, dotsOf(facts));
              }
              if (destination instanceof Destination.Peer peer) {
                life.send(peer.node(), new RingMessage.Deliver(batch, facts));
              } else {
                archive(handoff, batch, facts);
              }
            });
  }

  private void archive(Handoff handoff, long batch, List<Fact> facts) {
    world.archive.write(
        facts,
        () -> life.alive(() -> archived(handoff, batch, facts)),
        () -> life.alive(() -> handoff.failed(batch, world.now())));
  }

  private void archived(Handoff handoff, long batch, List<Fact> facts) {
    Set<Dot> done = handoff.delivered(batch);
    life.settle(Destination.ARCHIVE, done);
    ArchiveNotice.of(facts, world.placement, life.self())
        .forEach((owner, dots) -> life.send(owner, new RingMessage.Archived(dots)));
  }

  private static Set<Dot> dotsOf(List<Fact> facts) {
    Set<Dot> dots = new HashSet<>();
    facts.forEach(fact -> dots.add(fact.dot()));
    return dots;
  }
}
