package kassa.gateway.sim;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kassa.gateway.card.CardDetails;
import kassa.gateway.checkout.Checkout;
import kassa.gateway.checkout.CheckoutAnswer;
import kassa.gateway.checkout.Forward;
import kassa.gateway.checkout.ForwardEffect;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.replication.HedgeBudget;
import kassa.ring.sim.SimRing;
import kassa.ring.sim.Tenant;

/** A node as merchants and peers know it, in one of its lives. */
final class AcceptingNode implements Tenant.Resident {
  private static final CardDetails CARD = new CardDetails("4242424242424242", 2030, 12, "123");

  private final Checkouts checkouts;
  private final SimRing ring;
  private final Home home;
  private final HedgeBudget hedges = new HedgeBudget(3);
  private final Map<Long, Forwarding> forwards = new LinkedHashMap<>();

  AcceptingNode(Checkouts checkouts, SimRing ring) {
    this.checkouts = checkouts;
    this.ring = ring;
    this.home = new Home(checkouts, ring);
    Reconciler reconciler = new Reconciler(checkouts, ring);
    ring.later(500, reconciler::round);
    ring.later(50, this::watch);
  }

  /** An HTTP request: nothing comes of it when the node is down, or dies. */
  void accept(Request request) {
    ring.whenAwake(
        () -> {
          Checkout checkout =
              new Checkout(
                  request.order, request.placed, CARD, checkouts.now().plus(Checkouts.PATIENCE));
          Forwarding forwarding = new Forwarding(checkouts.nextForward(), request, checkout);
          forwards.put(forwarding.number, forwarding);
          forwarding.perform(forwarding.forward.start(checkouts.now()));
        });
  }

  @Override
  public void receive(NodeId from, byte[] parcel) {
    Word word = checkouts.post.word(parcel);
    if (word instanceof Word.Hand hand) {
      home.take(from, hand);
    } else if (word instanceof Word.Received received) {
      Forwarding forwarding = forwards.get(received.forward());
      if (forwarding != null) {
        forwarding.perform(forwarding.forward.received(from, checkouts.now()));
      }
    } else if (word instanceof Word.Answer answer) {
      Forwarding forwarding = forwards.get(answer.forward());
      if (forwarding != null) {
        forwarding.answered(from, answer.answer());
      }
    }
  }

  /** The failure detector. */
  private void watch() {
    for (Forwarding forwarding : List.copyOf(forwards.values())) {
      for (NodeId node : List.copyOf(forwarding.handed)) {
        if (!ring.reachable(node)) {
          forwarding.perform(forwarding.forward.unreachable(node, checkouts.now()));
        }
      }
    }
    forwards.values().removeIf(f -> f.forward.hasReplied());
    ring.later(50, this::watch);
  }

  private final class Forwarding {
    private final long number;
    private final Request request;
    private final Checkout checkout;
    private final Forward forward;
    private final Set<NodeId> handed = new LinkedHashSet<>();
    private boolean replied;

    Forwarding(long number, Request request, Checkout checkout) {
      this.number = number;
      this.request = request;
      this.checkout = checkout;
      this.forward =
          new Forward(
              checkout.deadline(),
              Checkouts.BUDGET,
              ring.preference(new Key(request.order.value())).inOrder(),
              Checkouts.HEDGE,
              hedges,
              ring::reachable);
    }

    void answered(NodeId from, CheckoutAnswer answer) {
      if (checkouts.mutant == Mutant.NOTHING_HAPPENED_WITHOUT_ASKING_EVERY_HOME
          && answer instanceof CheckoutAnswer.NothingHappened) {
        reply(answer);
      }
      perform(forward.answered(from, answer, checkouts.now()));
    }

    void perform(List<ForwardEffect> effects) {
      for (ForwardEffect effect : effects) {
        if (effect instanceof ForwardEffect.HandTo hand) {
          handed.add(hand.node());
          if (handed.size() > 1) {
            checkouts.world.reach(Sometimes.HANDED_TO_A_SECOND_HOME);
          }
          ring.send(
              hand.node(), checkouts.post.parcel(new Word.Hand(number, request.id, checkout)));
        } else if (effect instanceof ForwardEffect.Reply reply) {
          reply(reply.answer());
        } else if (effect instanceof ForwardEffect.WakeAt wake) {
          ring.later(checkouts.until(wake.at()), () -> perform(forward.tick(checkouts.now())));
        }
      }
    }

    private void reply(CheckoutAnswer answer) {
      if (!replied) {
        replied = true;
        checkouts.told(request, answer);
      }
    }
  }
}
