package kassa.gateway.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kassa.gateway.card.CardDetails;
import kassa.gateway.checkout.AdmissionLimit;
import kassa.gateway.checkout.Checkout;
import kassa.gateway.checkout.CheckoutAnswer;
import kassa.gateway.checkout.Forward;
import kassa.gateway.checkout.ForwardEffect;
import kassa.gateway.checkout.RingTime;
import kassa.gateway.wire.CheckoutParcel;
import kassa.gateway.wire.CheckoutParcelCodec;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.replication.HedgeBudget;
import kassa.ring.sim.SimRing;
import kassa.ring.sim.Tenant;

/** A node as merchants and peers know it, in one of its lives: the accepting side, and the post. */
final class SimGateway implements Tenant.Resident {
  static final CardDetails CARD = new CardDetails("4242424242424242", 2030, 12, "7391");

  private static final long TICK = 20;
  private static final int BURST = 3;

  private final Checkouts checkouts;
  private final SimRing ring;
  private final SimHome home;
  private final AdmissionLimit limit = new AdmissionLimit(4, 32, 16, Duration.ofSeconds(1));
  private final HedgeBudget hedges = new HedgeBudget(BURST);
  private final Map<Long, Running> running = new LinkedHashMap<>();
  private Set<NodeId> reachable = Set.of();

  private record Running(Forward forward, Request request, Checkout checkout, Instant since) {}

  SimGateway(Checkouts checkouts, SimRing ring) {
    this.checkouts = checkouts;
    this.ring = ring;
    this.home = new SimHome(checkouts, ring);
    Reconciler reconciler = new Reconciler(checkouts, ring);
    ring.later(500, reconciler::look);
    ring.later(TICK, this::tick);
  }

  /** An HTTP request: nothing comes of it when the node is down, or dies. */
  void accept(Request request) {
    ring.whenAwake(() -> accepted(request));
  }

  private void accepted(Request request) {
    Instant now = ring.now();
    if (!limit.admits()) {
      checkouts.told(request, new CheckoutAnswer.NothingHappened(CheckoutAnswer.Why.OVERLOADED));
      return;
    }
    Checkout checkout =
        new Checkout(request.order, request.placed, CARD, now.plus(Checkouts.BUDGET.whole()));
    Forward forward =
        new Forward(
            checkout.deadline(),
            Checkouts.BUDGET,
            ring.preference(new Key(request.order.value())).inOrder(),
            Checkouts.HEDGE,
            hedges,
            ring::reachable);
    long number = checkouts.nextForward(request);
    running.put(number, new Running(forward, request, checkout, now));
    perform(number, forward.start(false, now));
  }

  @Override
  public void receive(NodeId from, byte[] bytes) {
    CheckoutParcel parcel = CheckoutParcelCodec.decode(bytes);
    if (parcel instanceof CheckoutParcel.Hand hand) {
      home.handed(from, hand);
      return;
    }
    long number = parcel.forward();
    Running one = running.get(number);
    if (one == null) {
      return;
    }
    if (parcel instanceof CheckoutParcel.Received) {
      perform(number, one.forward().received(from, ring.now()));
    } else if (parcel instanceof CheckoutParcel.Answered answered) {
      if (checkouts.planted(Mutant.NOTHING_HAPPENED_WITHOUT_ASKING_EVERY_HOME)
          && answered.answer() instanceof CheckoutAnswer.NothingHappened) {
        reply(number, answered.answer());
      }
      perform(number, one.forward().answered(from, answered.answer(), ring.now()));
    }
  }

  private void tick() {
    Instant now = ring.now();
    Set<NodeId> lost = running.isEmpty() ? Set.of() : lost();
    for (Map.Entry<Long, Running> one : List.copyOf(running.entrySet())) {
      Forward forward = one.getValue().forward();
      lost.forEach(node -> perform(one.getKey(), forward.unreachable(node, now)));
      perform(one.getKey(), forward.tick(now));
    }
    home.tick();
    ring.later(TICK, this::tick);
  }

  /** Who could be reached at the last tick, and cannot now. */
  private Set<NodeId> lost() {
    Set<NodeId> lost = new HashSet<>(reachable);
    reachable = new HashSet<>(checkouts.world.ring.nodes());
    reachable.removeIf(node -> !ring.reachable(node));
    lost.removeAll(reachable);
    return lost;
  }

  private void perform(long number, List<ForwardEffect> effects) {
    for (ForwardEffect effect : effects) {
      Running one = running.get(number);
      if (one == null || !ring.isAlive()) {
        return;
      }
      if (effect instanceof ForwardEffect.HandTo hand) {
        if (one.request().handed(hand.node()) > 1) {
          checkouts.world.reach(Sometimes.HANDED_TO_A_SECOND_HOME);
        }
        CheckoutParcel parcel = new CheckoutParcel.Hand(number, one.checkout());
        ring.send(hand.node(), CheckoutParcelCodec.encode(parcel));
      } else if (effect instanceof ForwardEffect.Reply reply) {
        reply(number, reply.answer());
      }
    }
  }

  private void reply(long number, CheckoutAnswer answer) {
    Running one = running.remove(number);
    if (one != null) {
      RingTime.of(answer, Duration.between(one.since(), ring.now()))
          .ifPresentOrElse(time -> limit.left(time, ring.now()), limit::left);
      checkouts.told(one.request(), answer);
    }
  }
}
