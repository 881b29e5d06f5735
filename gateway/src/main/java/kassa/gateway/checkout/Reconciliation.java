package kassa.gateway.checkout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import kassa.gateway.card.Authorization;
import kassa.gateway.card.AuthorizationResult;
import kassa.gateway.order.Attempt;
import kassa.gateway.order.Attempt.IntentMade;
import kassa.gateway.order.Order;
import kassa.gateway.order.OrderFact;
import kassa.gateway.order.Placed;

/**
 * What to do about an order when nobody is waiting any more. It inquires and adopts what is found;
 * it never asks for money (rules M8 and M16), and a reference that the acquirer does not know stays
 * open, because the request may still be on its way (rule M9).
 */
public final class Reconciliation {
  /**
   * A deadline that is further away was set by a clock that was ahead, perhaps by days: nobody
   * waits for that long. Too small, and homes that may still learn it are asked beside.
   */
  private static final Duration CREDIBLE = Duration.ofMinutes(2);

  private final CheckoutPolicy policy;
  private final Pace pace;

  public Reconciliation(CheckoutPolicy policy, Pace pace) {
    this.policy = policy;
    this.pace = pace;
  }

  /**
   * @param order all facts that this node knows
   * @param rank how many reachable owners come before this node
   * @param asked what was done so far
   */
  public Plan plan(Order order, int rank, Asked asked, Instant now) {
    NextStep step = policy.next(order, new Waiting.Nobody(), now);
    if (!order.isWhole()) {
      return new Plan.Read();
    }
    if (!(step instanceof NextStep.Inquire inquire)) {
      return new Plan.Settled();
    }
    Instant due = due(inquire.attempts(), rank, asked, now);
    if (now.isBefore(due)) {
      return new Plan.WaitUntil(due);
    }
    List<Question> questions = new ArrayList<>();
    for (Attempt attempt : inquire.attempts()) {
      bodyOf(attempt, order).ifPresent(body -> questions.add(question(attempt, body)));
    }
    return questions.size() < inquire.attempts().size()
        ? new Plan.Read()
        : new Plan.Inquire(questions);
  }

  /** What an answer lets us append; empty when the question stays open. */
  public static Optional<OrderFact> learned(Question question, AuthorizationResult result) {
    return Outcomes.learned(question.intent(), result);
  }

  private Instant due(List<Attempt> attempts, int rank, Asked asked, Instant now) {
    Instant latest =
        attempts.stream()
            .flatMap(a -> a.intents().stream())
            .filter(i -> !i.voided())
            .map(i -> i.intent().deadline())
            .filter(deadline -> !deadline.isAfter(now.plus(CREDIBLE)))
            .max(Comparator.naturalOrder())
            .orElse(Instant.EPOCH);
    Instant first = latest.plus(pace.grace()).plus(pace.perRank().multipliedBy(rank));
    if (asked.times() == 0) {
      return first;
    }
    Instant again = asked.last().plus(pace.after(asked.times()));
    return again.isAfter(first) ? again : first;
  }

  private static Optional<Placed> bodyOf(Attempt attempt, Order order) {
    return order.recorded().stream()
        .filter(r -> r.fact() instanceof OrderFact.Opened)
        .map(r -> ((OrderFact.Opened) r.fact()).placed())
        .filter(p -> p.fingerprint().equals(attempt.fingerprint()))
        .findFirst();
  }

  private static Question question(Attempt attempt, Placed body) {
    OrderFact.Intent intent =
        attempt.intents().stream()
            .filter(i -> !i.voided())
            .map(IntentMade::intent)
            .findFirst()
            .orElseThrow();
    return new Question(intent, Outcomes.question(intent, body));
  }

  /**
   * How often this node asked about an order; it may forget.
   *
   * @param last meaningless when never
   */
  public record Asked(int times, Instant last) {
    public static final Asked NEVER = new Asked(0, Instant.MIN);

    public Asked again(Instant now) {
      return new Asked(times + 1, now);
    }
  }

  /** An inquiry, and the intent whose outcome it may find. */
  public record Question(OrderFact.Intent intent, Authorization authorization) {}

  /** What to do now. */
  public sealed interface Plan {
    /** Nothing; should facts come that open it again, ask anew. */
    record Settled() implements Plan {}

    record WaitUntil(Instant at) implements Plan {}

    /**
     * Facts are missing here, or only the archive has them: read the order from the ring, then plan
     * again.
     */
    record Read() implements Plan {}

    /**
     * Ask the acquirer each of these, append what is {@link Reconciliation#learned learned}, and
     * count it as one more time {@link Asked}.
     */
    record Inquire(List<Question> questions) implements Plan {}
  }
}
