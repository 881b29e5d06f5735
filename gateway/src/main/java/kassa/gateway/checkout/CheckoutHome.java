package kassa.gateway.checkout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import kassa.gateway.card.AuthorizationResult;
import kassa.gateway.card.Trace;
import kassa.gateway.checkout.CheckoutAnswer.NothingHappened;
import kassa.gateway.checkout.CheckoutAnswer.OutcomeUnknown;
import kassa.gateway.checkout.CheckoutAnswer.Why;
import kassa.gateway.codec.OrderFactCodec;
import kassa.gateway.order.OrderId;
import kassa.gateway.order.OrderKeys;
import kassa.ring.AppendOutcome;
import kassa.ring.Bound;
import kassa.ring.FactSet;
import kassa.ring.NodeId;
import kassa.ring.ReadOutcome;

/**
 * All checkouts of which this node is the home. Requests for an order that runs already join it;
 * who waits for long is told again and again that it runs, so that a stopped home is noticed.
 *
 * <p>A machine: one thread at a time, no clock.
 */
public final class CheckoutHome {
  /** One place in so many is for orders of which this disk holds something already. */
  private static final int RESERVE = 8;

  private final NodeId self;
  private final OrderKeys keys;
  private final String acquirer;
  private final Budget budget;
  private final CheckoutPolicy policy;
  private final BooleanSupplier takesNew;
  private final int mostRuns;
  private final Duration receiptEvery;
  private final String beyond;

  private final Map<Long, Running> runs = new LinkedHashMap<>();
  private final Map<OrderId, Running> joinable = new HashMap<>();
  private final TakenCallers taken = new TakenCallers();
  private long lastRun;

  /** Who handed a checkout, and by which number it knows it: no other has the same. */
  public record Caller(NodeId node, long forward) {}

  private static final class Running {
    final long number;
    final OrderId order;
    final CheckoutRun run;
    final List<Caller> waiting = new ArrayList<>();
    Instant lastReceipt;

    Running(long number, OrderId order, CheckoutRun run, Instant now) {
      this.number = number;
      this.order = order;
      this.run = run;
      this.lastReceipt = now;
    }
  }

  /**
   * @param takesNew whether orders may begin of which this disk holds nothing; others go on
   * @param mostRuns at once; more are turned away, and nothing happens to them, new orders a little
   *     earlier than what goes on with one. Too small: sales are refused that the node could make;
   *     too large: memory, and answers that come too late
   * @param receiptEvery half of the time after which the accepting node takes silence for death
   */
  public CheckoutHome(
      NodeId self,
      OrderKeys keys,
      String acquirer,
      Budget budget,
      CheckoutPolicy policy,
      BooleanSupplier takesNew,
      int mostRuns,
      Duration receiptEvery) {
    this.self = self;
    this.keys = keys;
    this.acquirer = acquirer;
    this.budget = budget;
    this.policy = policy;
    this.takesNew = takesNew;
    this.mostRuns = mostRuns;
    this.receiptEvery = receiptEvery;
    this.beyond =
        "503 overloaded, new orders from %d on; 504 when an earlier request may have sent"
            .formatted(mostRuns - mostRuns / RESERVE);
  }

  /**
   * A checkout arrives; if it is the same message again, nothing comes of it. A deadline that is
   * further away than a checkout may take was set by a clock that is ahead of this one: there is no
   * more time for it than for another (rule M3).
   *
   * @param local what this node's disk holds of the order
   * @param trace not used within the last seconds
   */
  public List<HomeEffect> handed(
      Caller caller, Checkout checkout, Supplier<FactSet> local, Trace trace, Instant now) {
    List<HomeEffect> effects = new ArrayList<>();
    if (!taken.add(caller)) {
      return effects;
    }
    Running running = joinable.get(checkout.order());
    if (running != null) {
      running.run.learn(local.get());
      Optional<CheckoutAnswer> apart = running.run.join(checkout);
      if (apart.isPresent()) {
        effects.add(new HomeEffect.Tell(caller, apart.get()));
      } else {
        running.waiting.add(caller);
      }
    } else if (!takesNew.getAsBoolean() && local.get().isEmpty()) {
      effects.add(new HomeEffect.Tell(caller, new NothingHappened(Why.NO_ROOM)));
    } else if (runs.size() >= mostRuns
        || (runs.size() >= mostRuns - mostRuns / RESERVE && local.get().isEmpty())) {
      effects.add(new HomeEffect.Tell(caller, turnedAway(checkout.order(), local.get())));
    } else {
      Running fresh = begin(checkout, trace, now);
      fresh.waiting.add(caller);
      take(fresh, fresh.run.start(local.get(), now), effects);
    }
    return effects;
  }

  /** Nothing comes of this request; of an earlier one something may have (rule M5). */
  private static CheckoutAnswer turnedAway(OrderId order, FactSet local) {
    boolean neverLeft = OrderFactCodec.order(order, local).neverLeft(Set.of());
    return neverLeft ? new NothingHappened(Why.OVERLOADED) : new OutcomeUnknown();
  }

  /**
   * What became of a run's append or ensure.
   *
   * @param local what this node's disk holds of the order now; asked for only before a definite no
   */
  public List<HomeEffect> appended(
      long number, AppendOutcome outcome, Supplier<FactSet> local, Instant now) {
    return inRun(
        number,
        run -> {
          if (run.isTakingBack() || outcome instanceof AppendOutcome.ClockOff) {
            run.learn(local.get());
          }
          return run.appended(outcome, now);
        });
  }

  /** What became of a run's read. */
  public List<HomeEffect> found(long number, ReadOutcome outcome, Instant now) {
    return inRun(number, run -> run.found(outcome, now));
  }

  /** What the acquirer said to a run. */
  public List<HomeEffect> heard(long number, AuthorizationResult result, Instant now) {
    return inRun(number, run -> run.heard(result, now));
  }

  /** To be called every few milliseconds. */
  public List<HomeEffect> tick(Instant now) {
    List<HomeEffect> effects = new ArrayList<>();
    for (Running running : List.copyOf(runs.values())) {
      take(running, running.run.tick(now), effects);
      if (!running.run.hasAnswered() && !now.isBefore(running.lastReceipt.plus(receiptEvery))) {
        running.lastReceipt = now;
        running.waiting.forEach(caller -> effects.add(new HomeEffect.Receipt(caller)));
      }
    }
    return effects;
  }

  public int inFlight() {
    return runs.size();
  }

  /** How many checkouts may be at home here, and how many are. */
  public Bound bound() {
    return Bound.of("checkouts.home", mostRuns, "checkouts", beyond).used(runs.size());
  }

  private Running begin(Checkout handed, Trace trace, Instant now) {
    Checkout checkout = handed.by(budget.latestDeadline(now));
    CheckoutRun run =
        new CheckoutRun(
            checkout, Outcomes.firstIntent(checkout, keys, acquirer, trace), self, budget, policy);
    Running running = new Running(++lastRun, checkout.order(), run, now);
    runs.put(running.number, running);
    joinable.put(running.order, running);
    return running;
  }

  private interface Input {
    List<RunEffect> to(CheckoutRun run);
  }

  private List<HomeEffect> inRun(long number, Input input) {
    List<HomeEffect> effects = new ArrayList<>();
    Running running = runs.get(number);
    if (running != null) {
      take(running, input.to(running.run), effects);
    }
    return effects;
  }

  private void take(Running running, List<RunEffect> steps, List<HomeEffect> effects) {
    for (RunEffect step : steps) {
      if (step instanceof RunEffect.Answer answer) {
        running.waiting.forEach(c -> effects.add(new HomeEffect.Tell(c, answer.answer())));
        running.waiting.clear();
      } else {
        effects.add(new HomeEffect.Step(running.number, running.order, step));
      }
    }
    if (running.run.hasAnswered()) {
      joinable.remove(running.order, running);
    }
    if (running.run.isFinished()) {
      runs.remove(running.number);
    }
  }
}
