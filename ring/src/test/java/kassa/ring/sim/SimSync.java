package kassa.ring.sim;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kassa.ring.Fact;
import kassa.ring.NodeId;
import kassa.ring.antientropy.AntiEntropy;
import kassa.ring.antientropy.SyncEffect;
import kassa.ring.antientropy.SyncPace;
import kassa.ring.antientropy.SyncResponder;
import kassa.ring.membership.Peers;
import kassa.ring.wire.RingMessage;

/** Anti-entropy in one life of a node. */
final class SimSync {
  private static final SyncPace PACE = new SyncPace(100, 100_000, 1_000, 1_000, 500);

  private final SimLife life;
  private final SimDisk disk;
  private final World world;
  private final AntiEntropy machine;
  private final SyncResponder responder;

  SimSync(SimLife life, SimDisk disk, World world, Peers peers) {
    this.life = life;
    this.disk = disk;
    this.world = world;
    this.responder = new SyncResponder(disk, disk.register::isComplete);
    this.machine =
        new AntiEntropy(
            life.self(),
            world.placement,
            world.compared(life.self()),
            disk,
            disk.register,
            peers,
            PACE,
            world.node.nextInt() & 0xffffffffL);
  }

  void tick() {
    perform(machine.tick(world.now()));
  }

  void receive(NodeId from, RingMessage message) {
    responder.answer(message).ifPresent(answer -> life.send(from, answer));
    perform(machine.received(from, message, world.now()));
  }

  private void perform(List<SyncEffect> effects) {
    for (SyncEffect effect : effects) {
      if (effect instanceof SyncEffect.Send send) {
        life.send(send.to(), send.message());
      } else if (effect instanceof SyncEffect.Store store) {
        keep(store.facts());
      } else if (effect instanceof SyncEffect.Complete complete) {
        world.reach(Faults.Sometimes.REFILLED);
        disk.register.complete(complete.partition());
      }
    }
  }

  private void keep(List<Fact> facts) {
    Set<Fact> waiting = new HashSet<>(facts);
    for (Fact fact : facts) {
      life.take(
          fact,
          () -> {
            waiting.remove(fact);
            if (waiting.isEmpty()) {
              perform(machine.stored(facts, world.now()));
            }
          });
    }
  }
}
