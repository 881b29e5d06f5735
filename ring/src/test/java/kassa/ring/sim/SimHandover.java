package kassa.ring.sim;

import java.util.List;
import kassa.ring.NodeId;
import kassa.ring.antientropy.Handover;
import kassa.ring.antientropy.Handover.Effect;
import kassa.ring.membership.Peers;
import kassa.ring.outbox.Destination;
import kassa.ring.placement.Era;
import kassa.ring.placement.Placement;
import kassa.ring.roster.Eras;
import kassa.ring.wire.RingMessage.DigestTell;

/** How one life of a node gives what it holds as an owner of before. */
final class SimHandover {
  private final SimLife life;
  private final SimNode node;
  private final World world;
  private final Handover machine;
  private boolean noted;

  SimHandover(SimLife life, SimNode node, World world, Peers peers) {
    this.life = life;
    this.node = node;
    this.world = world;
    this.machine =
        new Handover(
            node.id,
            world.compared(),
            node.disk(),
            peers,
            SimSync.PACE,
            Handover.FIRST_QUESTION
                + (world.dice("handover of " + node.id).nextInt() & 0xffffffffL));
  }

  /**
   * @param before what this life owned until now; none when it does not remember
   */
  void begin(Eras eras, Placement now, List<Placement> before) {
    machine.begin(now, before, eras.caughtUp(), node.disk().hasHandedOver(eras.era()));
    noted = false;
    noteOver();
  }

  void caughtUp(Eras eras) {
    machine.caughtUp(eras.era(), eras.caughtUp());
  }

  void tick() {
    perform(machine.tick(life.now().toEpochMilli(), world.now()));
  }

  void receive(NodeId from, Era era, DigestTell tell) {
    perform(machine.received(from, era, tell));
  }

  private void perform(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Ask ask) {
        life.send(ask.heir(), ask.question());
      } else if (effect instanceof Effect.Owe owe) {
        enter(owe);
      }
    }
    noteOver();
  }

  /** Those that are owed already stay as they are. */
  private void enter(Effect.Owe owe) {
    world.reach(Operators.Sometimes.HANDED_OVER);
    long since = node.wall();
    life.shelve(
        batch ->
            owe.lacking()
                .forEach(
                    (heir, facts) -> {
                      Destination owed = Destination.peer(heir);
                      batch.owe(owed, node.disk().notOwed(owed, facts), since);
                    }),
        () -> perform(machine.entered(owe)));
  }

  private void noteOver() {
    if (machine.isOver() && !noted) {
      noted = true;
      Era era = life.placement().era();
      life.shelve(batch -> {}, () -> node.disk().handedOver(era));
    }
  }
}
