package kassa.ring.sim;

import java.util.List;
import kassa.ring.NodeId;
import kassa.ring.antientropy.AntiEntropy;
import kassa.ring.antientropy.Fetched;
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
            world.dice("sessions of " + life.self()).nextInt() & 0xffffffffL);
  }

  void tick() {
    perform(machine.tick(life.now().toEpochMilli(), world.now()));
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
        Fetched fetched = store.fetched();
        world.reach(Faults.Sometimes.REPAIRED_FROM_A_PEER);
        if (!fetched.stubs().isEmpty()) {
          world.reach(Faults.Sometimes.A_STUB_WAS_REPAIRED);
        }
        life.take(
            fetched.facts(), fetched.stubs(), () -> perform(machine.stored(fetched, world.now())));
      } else if (effect instanceof SyncEffect.Complete complete) {
        world.reach(Faults.Sometimes.REFILLED);
        disk.register.complete(complete.partition());
        world.checkCompleteOwners(complete.partition());
      }
    }
  }
}
