package kassa.ring.sim;

import java.util.List;
import java.util.Set;
import kassa.ring.NodeId;
import kassa.ring.antientropy.AntiEntropy;
import kassa.ring.antientropy.Bootstrap;
import kassa.ring.antientropy.Fetched;
import kassa.ring.antientropy.SyncEffect;
import kassa.ring.antientropy.SyncPace;
import kassa.ring.antientropy.SyncResponder;
import kassa.ring.membership.Peers;
import kassa.ring.membership.Standing;
import kassa.ring.placement.Era;
import kassa.ring.placement.Partition;
import kassa.ring.placement.Placement;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Replication;
import kassa.ring.roster.Eras;
import kassa.ring.roster.Phase;
import kassa.ring.wire.RingMessage;

/** Anti-entropy in one life of a node. */
final class SimSync {
  /** Nobody is spared: the sooner an owner passes for complete, the more can go wrong. */
  static final SyncPace PACE = new SyncPace(100, 100_000, 1_000, 1_000, 2, 0, 0, 500);

  private final SimLife life;
  private final SimDisk disk;
  private final World world;
  private final AntiEntropy machine;
  private final SyncResponder responder;

  /**
   * In one era.
   *
   * @param trusts whether it takes what it has for all
   */
  SimSync(SimLife life, SimDisk disk, World world, Peers peers, Eras eras, boolean trusts) {
    this.life = life;
    this.disk = disk;
    this.world = world;
    Set<NodeId> dead =
        world.planted(RingMutant.THE_DEAD_ARE_NOT_ASKED_THOUGH_THEY_OWN)
            ? Set.copyOf(eras.roster().in(Phase.DEAD))
            : Set.of();
    this.machine =
        new AntiEntropy(
            life.self(),
            life.placement(),
            trusts || world.planted(RingMutant.A_NEW_OWNER_IS_COMPLETE_AT_ONCE)
                ? List.of()
                : eras.past().values().stream().map(this::past).toList(),
            owner -> eras.isGone(owner) || dead.contains(owner.node()),
            world.compared(),
            disk,
            disk.register,
            peers,
            PACE,
            new Bootstrap(life.self(), life.placement(), world.compared()),
            world.dice("sessions of " + life.self()).nextInt() & 0xffffffffL);
    this.responder =
        new SyncResponder(
            disk,
            partition -> life.membership().isSettled() && machine.isIntact(partition),
            disk::owesAny);
  }

  private Placement past(RingDescriptor ring) {
    return world.placementOf(
        world.planted(RingMutant.ONE_PREVIOUS_OWNER_IS_ENOUGH)
            ? new RingDescriptor(ring.name(), new Replication(3, 3, 1), ring.members())
            : ring);
  }

  boolean isComplete(Partition partition) {
    return machine.isComplete(partition);
  }

  /** Whether it is joining and went through all that it will own. */
  boolean hasFetchedAhead() {
    return machine.ahead().of() > 0 && machine.ahead().left() == 0;
  }

  /** Whether this node has all that it must hold. */
  boolean isComplete() {
    return machine.isComplete();
  }

  void tick() {
    perform(machine.tick(life.now().toEpochMilli(), world.now()));
  }

  void receive(NodeId from, Era era, RingMessage message) {
    responder.answer(message).forEach(answer -> life.send(from, answer));
    perform(machine.received(from, era, message, world.now()));
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
        if (machine.ahead().of() > 0) {
          world.reach(Operators.Sometimes.FETCHED_AHEAD);
        }
        life.take(
            fetched.facts(), fetched.stubs(), () -> perform(machine.stored(fetched, world.now())));
      } else if (effect instanceof SyncEffect.Complete complete) {
        world.reach(
            disk.register.standing() == Standing.REPLACED
                ? Faults.Sometimes.REFILLED
                : Operators.Sometimes.A_NEW_OWNER_COMPLETE);
        disk.register.complete(complete.partition());
        world.checkCompleteOwners(complete.partition());
      }
    }
  }
}
