package kassa.ring.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import kassa.ring.Fact;
import kassa.ring.Invariant;
import kassa.ring.NodeId;
import kassa.ring.antientropy.Handover;
import kassa.ring.antientropy.Handover.Effect;
import kassa.ring.antientropy.Inheritance;
import kassa.ring.antientropy.Inheritance.Page;
import kassa.ring.membership.Peers;
import kassa.ring.outbox.Destination;
import kassa.ring.placement.Era;
import kassa.ring.placement.Placement;
import kassa.ring.roster.Eras;
import kassa.ring.store.CommitBatch;
import kassa.ring.wire.RingMessage;

/** How one life of a node gives what it owes to owners of before, and what it holds as one. */
final class SimHandover {
  private final SimLife life;
  private final SimNode node;
  private final World world;
  private final Inheritance inheritance;
  private final Handover machine;
  private boolean noted;

  SimHandover(SimLife life, SimNode node, World world, Peers peers) {
    this.life = life;
    this.node = node;
    this.world = world;
    this.inheritance = new Inheritance(node.id, node.disk(), node.disk());
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
    boolean done =
        node.disk().hasHandedOver(eras.era())
            || world.planted(RingMutant.A_FORMER_OWNER_GIVES_NOTHING);
    machine.begin(now, before, eras.caughtUp(), done);
    noted = false;
    if (!world.planted(RingMutant.HINTS_TO_A_DEPARTED_OWNER_STAY)) {
      inherit(inheritance.begin(now, eras.roster().seats().keySet()));
    }
    noteOver();
  }

  void caughtUp(Eras eras) {
    machine.caughtUp(eras.era(), eras.caughtUp());
  }

  void tick() {
    perform(machine.tick(life.now().toEpochMilli(), world.now()));
  }

  void receive(NodeId from, Era era, RingMessage message) {
    perform(machine.received(from, era, message, world.now()));
  }

  private void inherit(Optional<Page> next) {
    next.ifPresent(
        page -> {
          world.reach(Operators.Sometimes.A_HINT_INHERITED);
          boolean dropped = world.planted(RingMutant.HINTS_TO_A_DEPARTED_OWNER_ARE_DROPPED);
          owe(dropped ? Map.of() : page.heirs(), () -> settle(page));
        });
    noteOver();
  }

  private void settle(Page page) {
    page.heirs().forEach(this::isInherited);
    life.shelve(
        batch -> batch.settle(page.before(), page.dots()), () -> inherit(inheritance.settled()));
  }

  /** Nobody who owns the key is forgotten: anti-entropy would hide it for long. */
  private void isInherited(Destination heir, List<Fact> facts) {
    SimNode owner = world.node(((Destination.Peer) heir).node());
    for (Fact fact : node.disk().notOwed(heir, facts)) {
      Invariant.check(
          owner.disk().knows(fact) || !owner.isThere(),
          "hintsDrain",
          node.id + " forgets that " + owner.id + " lacks " + fact);
    }
  }

  private void perform(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Ask ask) {
        life.send(ask.heir(), ask.question());
      } else if (effect instanceof Effect.Owe owe) {
        world.reach(Operators.Sometimes.HANDED_OVER);
        owe(owe.lacking(), () -> perform(machine.entered(owe)));
      }
    }
    noteOver();
  }

  private void owe(Map<Destination, List<Fact>> lacking, Runnable durable) {
    long since = node.wall();
    life.shelve(batch -> lacking.forEach((heir, facts) -> owe(batch, heir, facts, since)), durable);
  }

  /** Those that are owed already stay as they are. */
  private void owe(CommitBatch batch, Destination heir, List<Fact> facts, long since) {
    batch.owe(heir, node.disk().notOwed(heir, facts), since);
  }

  private void noteOver() {
    if (inheritance.isOver() && machine.isOver() && !noted) {
      noted = true;
      Era era = life.placement().era();
      life.shelve(batch -> {}, () -> node.disk().handedOver(era));
    }
  }
}
