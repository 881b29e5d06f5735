package kassa.gateway.checkout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import kassa.gateway.checkout.CheckoutAnswer.KeyReused;
import kassa.gateway.checkout.CheckoutAnswer.NothingHappened;
import kassa.gateway.checkout.CheckoutAnswer.Ordered;
import kassa.gateway.checkout.CheckoutAnswer.OutcomeUnknown;
import kassa.gateway.checkout.CheckoutAnswer.Why;
import kassa.gateway.checkout.ForwardEffect.HandTo;
import kassa.gateway.checkout.ForwardEffect.Reply;
import kassa.gateway.checkout.ForwardEffect.WakeAt;
import kassa.ring.NodeId;
import kassa.ring.replication.HedgeBudget;

/**
 * One checkout at the node that accepted it: finds it a home, and another when that one falls
 * silent. Several homes for one order are harmless; a wrong "nothing happened" is not. So the two
 * answers that say that nothing came of this request, {@link NothingHappened} and {@link
 * KeyReused}, are told only with a definite word from every node the order was handed to (rule M5):
 * a node that is silent may have sent.
 *
 * <p>A machine: one thread at a time, no clock.
 */
public final class Forward {
  private final Instant accepted;
  private final Instant deadline;
  private final Instant beginBy;
  private final Instant recordBy;
  private final Duration hedge;
  private final HedgeBudget budget;
  private final Predicate<NodeId> reachable;
  private final Deque<NodeId> candidates;
  private final Map<NodeId, Word> words = new LinkedHashMap<>();

  private Optional<NodeId> current = Optional.empty();
  private Instant look = Instant.MIN;
  private boolean keyReused;
  private boolean replied;

  /**
   * @param deadline of the checkout
   * @param times how a home divides the time until then
   * @param homes that it may have, best first, this node among them
   * @param hedge how long a home may be silent. It must say at least every half of this that it
   *     still works on it, so that a stopped one is noticed; too small and pauses of the collector
   *     make second homes, too large and a stopped home costs the sale
   * @param reachable a hint, false for a peer that said nothing at all for two hedge times: it is
   *     skipped, which costs no budget
   */
  public Forward(
      Instant deadline,
      Budget times,
      List<NodeId> homes,
      Duration hedge,
      HedgeBudget budget,
      Predicate<NodeId> reachable) {
    this.accepted = deadline.minus(times.whole());
    this.deadline = deadline;
    this.beginBy = times.beginBy(deadline);
    this.recordBy = times.recordBy(deadline);
    this.hedge = hedge;
    this.budget = budget;
    this.reachable = reachable;
    this.candidates = new ArrayDeque<>(homes);
  }

  /**
   * To be called once.
   *
   * @param mayBeLate see {@link CheckoutTurns}: whoever was let in before the node stood still, and
   *     waited meanwhile, is told what the door tells those who come now
   */
  public List<ForwardEffect> start(boolean mayBeLate, Instant now) {
    budget.earn();
    List<ForwardEffect> effects = new ArrayList<>();
    effects.add(new WakeAt(deadline));
    if (mayBeLate) {
      reply(new NothingHappened(Why.OVERLOADED), effects);
    } else if (!now.isBefore(beginBy)) {
      reply(new NothingHappened(Why.TOO_LATE), effects);
    } else if (!handToNext(now, effects)) {
      reply(new NothingHappened(Why.TOO_FEW_REPLICAS), effects);
    }
    return effects;
  }

  /** The node has the checkout, or still works on it. */
  public List<ForwardEffect> received(NodeId node, Instant now) {
    List<ForwardEffect> effects = new ArrayList<>();
    if (isCurrent(node)) {
      heard(now, effects);
    }
    return effects;
  }

  /** The node is gone, by the failure detector. It may have sent before it went. */
  public List<ForwardEffect> unreachable(NodeId node, Instant now) {
    List<ForwardEffect> effects = new ArrayList<>();
    if (isCurrent(node)) {
      handToNext(now, effects);
    }
    return effects;
  }

  public List<ForwardEffect> answered(NodeId node, CheckoutAnswer answer, Instant now) {
    List<ForwardEffect> effects = new ArrayList<>();
    if (answer instanceof Ordered) {
      reply(answer, effects);
    } else if (answer instanceof OutcomeUnknown) {
      words.put(node, Word.UNSURE);
      goOn(node, answer, now, effects);
    } else {
      words.put(node, Word.DEFINITE);
      keyReused |= answer instanceof KeyReused;
      goOn(node, keyReused ? new KeyReused() : answer, now, effects);
    }
    return effects;
  }

  /**
   * Time has passed. By a clock that was set back to before the beginning the deadline may be hours
   * away, and what waits for so long keeps others out.
   */
  public List<ForwardEffect> tick(Instant now) {
    List<ForwardEffect> effects = new ArrayList<>();
    if (!now.isBefore(deadline) || now.isBefore(accepted)) {
      reply(new OutcomeUnknown(), effects);
    } else if (current.isPresent() && !now.isBefore(look)) {
      hedge(current.get(), now, effects);
    }
    return effects;
  }

  /**
   * A home that says nothing of this checkout may be slow, and then a second home makes it slower:
   * that is on the budget. Whether its node says nothing at all is for the failure detector.
   */
  private void hedge(NodeId home, Instant now, List<ForwardEffect> effects) {
    if (!reachable.test(home) || mayHedge()) {
      handToNext(now, effects);
    } else {
      lookAt(now.plus(hedge), effects);
    }
  }

  /** Asks the budget last, so that only a hedge that somebody can take is paid for. */
  private boolean mayHedge() {
    return candidates.stream().anyMatch(reachable) && budget.spend();
  }

  private void goOn(NodeId node, CheckoutAnswer answer, Instant now, List<ForwardEffect> effects) {
    if (isCurrent(node)) {
      current = Optional.empty();
    }
    boolean handed = current.isEmpty() && mayGoElsewhere(answer, now) && handToNext(now, effects);
    if (handed || words.containsValue(Word.NONE)) {
      return; // one of them may still say more
    }
    reply(words.containsValue(Word.UNSURE) ? new OutcomeUnknown() : answer, effects);
  }

  /** Whether another node could do better: it may reach what this one did not. */
  private boolean mayGoElsewhere(CheckoutAnswer answer, Instant now) {
    if (!(answer instanceof NothingHappened nothing)) {
      return answer instanceof OutcomeUnknown;
    }
    return switch (nothing.why()) {
      case TOO_FEW_REPLICAS, PARTNER_AWAY, CLOCK_OFF, NO_ROOM -> true;
      case TOO_LATE -> now.isBefore(recordBy); // by our clock there is time: one of the two is off
      case OVERLOADED -> false;
    };
  }

  private boolean handToNext(Instant now, List<ForwardEffect> effects) {
    while (!replied && !keyReused && !candidates.isEmpty()) {
      NodeId node = candidates.remove();
      if (reachable.test(node)) {
        words.put(node, Word.NONE);
        current = Optional.of(node);
        effects.add(new HandTo(node));
        heard(now, effects);
        return true;
      }
    }
    return false;
  }

  private void heard(Instant now, List<ForwardEffect> effects) {
    lookAt(now.plus(hedge), effects);
  }

  private void lookAt(Instant next, List<ForwardEffect> effects) {
    look = next;
    effects.add(new WakeAt(next));
  }

  private boolean isCurrent(NodeId node) {
    return !replied && current.isPresent() && current.get().equals(node);
  }

  private void reply(CheckoutAnswer answer, List<ForwardEffect> effects) {
    if (!replied) {
      replied = true;
      effects.add(new Reply(answer));
    }
  }

  public boolean hasReplied() {
    return replied;
  }

  /** What a node said that the checkout was handed to. */
  private enum Word {
    NONE,
    /** It cannot tell. */
    UNSURE,
    /** Nothing came of it there, and nothing will. */
    DEFINITE
  }
}
