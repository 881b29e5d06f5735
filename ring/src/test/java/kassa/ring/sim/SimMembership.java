package kassa.ring.sim;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kassa.ring.Invariant;
import kassa.ring.NodeId;
import kassa.ring.placement.Era;
import kassa.ring.placement.Placement;
import kassa.ring.roster.Adoption;
import kassa.ring.roster.Adoption.Effect;
import kassa.ring.roster.Eras;
import kassa.ring.roster.Phase;
import kassa.ring.roster.Roster;
import kassa.ring.roster.RosterChange;
import kassa.ring.roster.RosterChange.Outcome;
import kassa.ring.wire.RingMessage;

/** What one life of a node knows of who is in the ring, and what it does when that changes. */
final class SimMembership {
  /** In ticks: as often as Distributed Data gossips. */
  private static final int GOSSIP = 25;

  /** With how many at once. It is one at a time in truth; more make news quick, and rare races. */
  private static final int GOSSIPS = 10;

  private static final int ASK = 5;

  private final SimLife life;
  private final SimNode node;
  private final World world;
  private final List<Placement> before = new ArrayList<>();
  private Adoption adoption;
  private Roster adopted;

  SimMembership(SimLife life, SimNode node, World world) {
    this.life = life;
    this.node = node;
    this.world = world;
    this.adoption = new Adoption(node.id, world.ring, node.disk().eras());
    this.adopted = adoption.eras().roster();
  }

  /** A life before may have ended in the middle of it. */
  void begin() {
    handOver(adoption.eras());
  }

  void tick(long number) {
    if (!world.isChanging()) {
      return;
    }
    if (number % GOSSIP == 0) {
      gossip(number / GOSSIP);
    }
    if (number % ASK == 0) {
      perform(adoption.tick(world.now()));
      life.handover().caughtUp(adoption.eras());
    }
    if (!world.planted(RingMutant.DEAD_STAYS_DEAD)) {
      perform(adoption.reenter(world.dice("reentry of " + node.id).nextInt()));
    }
    if (life.isComplete()) {
      perform(adoption.caughtUp());
    }
    perform(adoption.depart(node.disk()::hasHandedOver, () -> node.disk().owedToPeers().isEmpty()));
  }

  /** With all; with the next ones in turn, where they are many. */
  private void gossip(long round) {
    List<SimNode> peers = new ArrayList<>(world.nodes());
    int own = peers.indexOf(node);
    peers.remove(own);
    long from = peers.size() > GOSSIPS ? own + round * GOSSIPS : 0;
    for (int i = 0; i < Math.min(GOSSIPS, peers.size()); i++) {
      SimNode peer = peers.get(Math.floorMod(from + i, peers.size()));
      world.gossip(node.id, peer, adoption.known());
    }
  }

  NodeId self() {
    return node.id;
  }

  Eras eras() {
    return adoption.eras();
  }

  Eras known() {
    return adoption.known();
  }

  boolean isSettled() {
    return adoption.isSettled() || world.planted(RingMutant.ADOPTION_IS_NOT_DURABLE);
  }

  /** What an operator says at this node. */
  Outcome change(RosterChange change) {
    List<Effect> effects = new ArrayList<>();
    Outcome outcome = adoption.change(change, effects);
    perform(effects);
    if (outcome instanceof Outcome.Refused refused) {
      world.note("refused: " + refused.why());
      if (refused.why().contains("nobody may go")) {
        world.reach(Operators.Sometimes.TOO_FEW_UP_FOR_ONE_TO_GO);
      }
    }
    return outcome;
  }

  void heard(NodeId from, Era era) {
    if (world.isChanging()) {
      perform(adoption.heard(from, era, world.now()));
    }
  }

  /** What small state brings of it. */
  void carried(Eras theirs) {
    Map<NodeId, Era> words = new TreeMap<>();
    theirs.caughtUp().forEach(peer -> words.put(peer, theirs.era()));
    Eras mine = adoption.known();
    if (world.planted(RingMutant.SMALL_STATE_IS_GONE_BY)) {
      perform(adoption.told(node.id, withoutPast(theirs), world.now()));
    }
    perform(adoption.carried(theirs.roster(), words, world.now()));
    if (!theirs.roster().equals(mine.roster()) // and then, for that takes long,
        && !mine.merge(theirs).roster().equals(adoption.known().roster())) {
      world.reach(Operators.Sometimes.NEWS_BEFORE_ITS_PAST);
    }
  }

  private static String withoutPast(Eras eras) {
    return eras.toText().lines().filter(line -> line.startsWith("seat ")).collect(joining("\n"));
  }

  void told(NodeId from, String text) {
    if (world.planted(RingMutant.A_ROSTER_IS_MERGED_BY_LAST_WRITER)) {
      Eras theirs = Eras.parse(text, world.ring);
      Roster mine = adoption.known().roster();
      if (!theirs.roster().equals(mine)) {
        grows(mine, theirs.roster());
        adoption = new Adoption(node.id, world.ring, theirs);
        node.disk().keep(theirs);
        life.adopt(theirs);
      }
      return;
    }
    Eras mine = adoption.known();
    perform(adoption.told(from, text, world.now()));
    Roster merged = adoption.known().roster();
    if (!merged.equals(mine.roster()) // and then, for that takes long,
        && !merged.equals(Eras.parse(text, world.ring).roster())) {
      world.reach(Operators.Sometimes.TWO_ROSTERS_MERGED);
    }
  }

  private void perform(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Keep keep) {
        keep(keep.eras());
      } else if (effect instanceof Effect.Adopt adopt) {
        adopt(adopt.eras());
      } else if (effect instanceof Effect.HandOver over) {
        handOver(over.eras());
      } else if (effect instanceof Effect.Tell tell) {
        life.send(tell.to(), new RingMessage.Tell(tell.eras().toText()));
      }
    }
  }

  private void keep(Eras eras) {
    if (world.planted(RingMutant.ADOPTION_IS_NOT_DURABLE)) {
      perform(adoption.kept());
      return;
    }
    Adoption asked = adoption;
    durably(
        () -> node.disk().keep(eras),
        () -> {
          if (adoption == asked) {
            perform(adoption.kept());
          }
        });
  }

  /** What a node knows of members is never taken back. */
  private void grows(Roster before, Roster after) {
    Invariant.check(
        after.join(before).equals(after), "factsOnlyGrow", node.id + " forgets " + before);
  }

  private void adopt(Eras eras) {
    grows(adopted, eras.roster());
    adopted = eras.roster();
    world.note(node.id + " adopts " + eras.era() + " after " + eras.past().keySet());
    if (eras.roster().seat(node.id).filter(seat -> seat.phase() == Phase.DEAD).isPresent()) {
      world.reach(Operators.Sometimes.DEAD_AND_ALIVE);
    }
    if (eras.roster().in(Phase.UP).isEmpty()) {
      world.reach(Operators.Sometimes.NOBODY_UP);
    }
    if (!life.placement().era().equals(eras.era())) {
      before.add(life.placement());
      world.reach(Operators.Sometimes.AN_ERA_ADOPTED);
    }
    life.adopt(eras);
    durably(() -> {}, () -> perform(adoption.settled(eras.era())));
  }

  /** A write of no facts that is fsynced, behind all that came before it. */
  private void durably(Runnable landed, Runnable then) {
    life.shelve(
        batch -> {},
        () -> {
          landed.run();
          then.run();
        });
  }

  private void handOver(Eras eras) {
    life.handover().begin(eras, life.placement(), List.copyOf(before));
    before.clear();
  }
}
