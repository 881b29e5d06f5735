package kassa.gateway.checkout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kassa.gateway.card.Authorization;
import kassa.gateway.card.AuthorizationResult;
import kassa.gateway.checkout.CheckoutAnswer.KeyReused;
import kassa.gateway.checkout.CheckoutAnswer.NothingHappened;
import kassa.gateway.checkout.CheckoutAnswer.Ordered;
import kassa.gateway.checkout.CheckoutAnswer.OutcomeUnknown;
import kassa.gateway.checkout.RunEffect.Answer;
import kassa.gateway.checkout.RunEffect.Append;
import kassa.gateway.checkout.RunEffect.Authorize;
import kassa.gateway.checkout.RunEffect.Ensure;
import kassa.gateway.checkout.RunEffect.Read;
import kassa.gateway.checkout.RunEffect.Repeat;
import kassa.gateway.checkout.RunEffect.WakeAt;
import kassa.gateway.order.OrderFact;
import kassa.gateway.order.OrderFact.Intent;
import kassa.gateway.order.OrderFact.NotSent;
import kassa.gateway.order.OrderFact.Opened;
import kassa.gateway.order.OrderFact.Withdrawn;
import kassa.ring.AppendOutcome;
import kassa.ring.Dot;
import kassa.ring.FactSet;
import kassa.ring.Invariant;
import kassa.ring.NodeId;
import kassa.ring.ReadOutcome;

/**
 * One checkout at its home, from request to answer: asks {@link CheckoutPolicy} what comes next
 * until the answer is told, and goes on after it while something of its own is under way.
 *
 * <p>A machine: one thread at a time, no clock. Requests for the same order join it while {@link
 * #hasAnswered()} is false; later ones get a run of their own, beside which this one may still
 * store what it learns.
 */
public final class CheckoutRun {
  private static final int ENSURES = 2;

  private final Checkout checkout;
  private final Intent intent;
  private final Budget budget;
  private final CheckoutPolicy policy;
  private final KnownFacts known;

  private OwnPart own = OwnPart.NONE;
  private Instant latest = Instant.MIN;
  private Pending pending = Pending.NOTHING;
  private List<OrderFact> appending = List.of();
  private FactSet ensuring = FactSet.EMPTY;
  private int ensures;
  private boolean clockOff;
  private Instant stalledAt = Instant.MIN;
  private boolean answered;
  private boolean finished;

  /**
   * @param intent what this run records before money moves, with a trace that this node has not
   *     used within the last seconds; see {@link Outcomes#firstIntent}
   * @param self the node on which it runs
   */
  public CheckoutRun(
      Checkout checkout, Intent intent, NodeId self, Budget budget, CheckoutPolicy policy) {
    this.checkout = checkout;
    this.intent = intent;
    this.budget = budget;
    this.policy = policy;
    this.known = new KnownFacts(checkout.order(), self);
  }

  /**
   * To be called once, when the request is taken out of its queue. An order that this node left to
   * the archive (rule R9) is read first: who sees that it has an outcome need record nothing.
   *
   * @param local what this node's disk holds of the order
   */
  public List<RunEffect> start(FactSet local, Instant now) {
    known.learn(local);
    List<RunEffect> effects = new ArrayList<>();
    effects.add(new WakeAt(tellBy()));
    if (local.isWhole()) {
      goOn(now, effects);
    } else {
      pending = Pending.READ;
      effects.add(new Read(budget.appendTimeout(now, checkout.deadline())));
    }
    return effects;
  }

  /** What became of the {@link Read}. */
  public List<RunEffect> found(ReadOutcome outcome, Instant clock) {
    Invariant.check(pending == Pending.READ, "oneStepAtATime", checkout.order());
    if (outcome instanceof ReadOutcome.Found found) {
      known.learn(found.facts());
    }
    return goOn(read(clock));
  }

  /**
   * What this node's disk holds of the order by now. To be called before {@link #appended} and
   * {@link #join}: an intent that another home stored here meanwhile must not be passed over when a
   * definite no is told (rule M5).
   */
  public void learn(FactSet local) {
    known.learn(local);
  }

  /** What became of the last {@link Append} or {@link Ensure}. */
  public List<RunEffect> appended(AppendOutcome outcome, Instant clock) {
    Instant now = read(clock);
    if (outcome instanceof AppendOutcome.ClockOff) {
      return notRecorded(now);
    }
    if (pending == Pending.ENSURE) {
      known.ensured(outcome, ensuring);
    } else {
      Invariant.check(pending == Pending.APPEND, "oneStepAtATime", checkout.order());
      known.appended(outcome, appending);
      if (appending.contains(intent)) {
        begun(outcome instanceof AppendOutcome.Stored);
      }
    }
    return goOn(now);
  }

  /**
   * The clock of this node is off. Nothing begins here then; and a run that has begun keeps its
   * last word, the outcome or that nothing was sent, until the clock is right. Should the process
   * end before, it is with that word as with any that a crash cuts short.
   */
  private List<RunEffect> notRecorded(Instant now) {
    if (appending.contains(intent)) {
      clockOff = true;
      return goOn(now);
    }
    pending = Pending.CLOCK;
    stalledAt = now;
    return List.of(new WakeAt(now.plus(budget.pause())));
  }

  private void begun(boolean stored) {
    Dot dot = known.dotOf(intent);
    Optional<Dot> opened = known.dotBefore(new Opened(checkout.placed()), Optional.of(dot));
    own = own.appended(opened.orElseThrow(), dot, stored);
  }

  /** What the acquirer said to the last {@link Authorize} or {@link Repeat}. */
  public List<RunEffect> heard(AuthorizationResult result, Instant clock) {
    Instant now = read(clock);
    Invariant.check(pending == Pending.ACQUIRER, "oneStepAtATime", checkout.order());
    Optional<OrderFact> learned = Outcomes.learned(intent, result);
    if (learned.isPresent()) {
      return List.of(append(List.of(learned.get()), now));
    }
    boolean notSent = result instanceof AuthorizationResult.NotSent;
    own = own.unanswered(notSent, now.plus(budget.pause()));
    return goOn(now);
  }

  /** Time has passed. */
  public List<RunEffect> tick(Instant clock) {
    Instant now = read(clock);
    List<RunEffect> effects = new ArrayList<>();
    if (pending == Pending.PAUSE) {
      goOn(now, effects);
    } else if (pending == Pending.CLOCK && isPauseOver(now)) {
      effects.add(append(appending, now));
    }
    if (!answered && !now.isBefore(tellBy())) {
      answer(processingOrUnknown(), effects);
    }
    return effects;
  }

  /** Either way: who waits for a clock to be put right must not be kept by its being put right. */
  private boolean isPauseOver(Instant now) {
    return Duration.between(stalledAt, now).abs().compareTo(budget.pause()) >= 0;
  }

  /**
   * Another request for the same order, before the answer.
   *
   * @return empty when it joins and gets the same answer; else what to tell it at once
   */
  public Optional<CheckoutAnswer> join(Checkout other) {
    if (other.placed().fingerprint().equals(checkout.placed().fingerprint())) {
      return Optional.empty();
    }
    Waiting who = new Waiting.Customer(other.placed(), latest, OwnPart.NONE);
    NextStep step = policy.next(known.order(), who, latest);
    // Whatever else it is, an outcome of this very body included, something may have come of it.
    boolean boundNothing =
        step instanceof NextStep.TellKeyReused || step instanceof NextStep.TellNothingHappened;
    return Optional.of(boundNothing ? new KeyReused() : new OutcomeUnknown());
  }

  /** Whether the word that nothing was sent is on its way to the disks. */
  boolean isTakingBack() {
    return (pending == Pending.APPEND || pending == Pending.CLOCK)
        && appending.stream().anyMatch(f -> f instanceof NotSent);
  }

  public boolean hasAnswered() {
    return answered;
  }

  /** Nothing is left to do; no further input matters. */
  public boolean isFinished() {
    return finished;
  }

  /**
   * By a clock that was set back to before the beginning the deadline may be hours away. Nobody
   * knows how much time is left then, so none is.
   */
  private Instant read(Instant clock) {
    Instant deadline = checkout.deadline();
    return clock.isBefore(deadline.minus(budget.whole())) ? deadline : clock;
  }

  private List<RunEffect> goOn(Instant now) {
    List<RunEffect> effects = new ArrayList<>();
    goOn(now, effects);
    return effects;
  }

  private void goOn(Instant now, List<RunEffect> effects) {
    latest = now.isAfter(latest) ? now : latest; // a clock set back must not undo "too late"
    pending = Pending.NOTHING;
    Waiting who = new Waiting.Customer(checkout.placed(), goOnBy(), own);
    perform(policy.next(known.order(), who, latest), effects);
  }

  /** Where something may have come of it there is no turning away: then it is tried to the end. */
  private Instant goOnBy() {
    boolean nothingYet = own.intent().isEmpty() && known.order().neverLeft(Set.of());
    return nothingYet ? budget.recordBy(checkout.deadline()) : budget.sendBy(checkout.deadline());
  }

  private void perform(NextStep step, List<RunEffect> effects) {
    Invariant.check(!step.movesMoney() || own.stored(), "intentBeforeMoney", checkout.order());
    if (step instanceof NextStep.Begin && clockOff) {
      finish(cannotBegin(), effects);
    } else if (step instanceof NextStep.Begin) {
      effects.add(append(List.of(new Opened(checkout.placed()), intent), latest));
    } else if (step instanceof NextStep.Send send) {
      effects.add(send(send.repeat()));
    } else if (step instanceof NextStep.TakeBack back) {
      effects.add(takeBack(back));
    } else if (step instanceof NextStep.Wait wait) {
      pending = Pending.PAUSE;
      effects.add(new WakeAt(wait.until()));
    } else if (step instanceof NextStep.TellOutcome) {
      tellOutcome(effects);
    } else {
      finish(toTell(step), effects);
    }
  }

  /** Nothing comes of this run; of another something may have (rule M5). */
  private CheckoutAnswer cannotBegin() {
    return known.order().neverLeft(Set.of())
        ? new NothingHappened(CheckoutAnswer.Why.CLOCK_OFF)
        : new OutcomeUnknown();
  }

  private RunEffect send(boolean repeat) {
    own = own.sent();
    pending = Pending.ACQUIRER;
    Authorization question = Outcomes.question(intent, checkout.placed());
    Instant deadline = budget.sendDeadline(latest, checkout.deadline());
    return repeat
        ? new Repeat(question, checkout.card(), deadline)
        : new Authorize(question, checkout.card(), deadline);
  }

  private RunEffect takeBack(NextStep.TakeBack back) {
    appending = new ArrayList<>();
    appending.add(new NotSent(back.intent(), back.why()));
    back.withdrawn().ifPresent(opened -> appending.add(new Withdrawn(opened)));
    pending = Pending.APPEND;
    return new Append(List.copyOf(appending), budget.takeBack());
  }

  private RunEffect append(List<OrderFact> facts, Instant now) {
    appending = facts;
    pending = Pending.APPEND;
    return new Append(facts, budget.appendTimeout(now, checkout.deadline()));
  }

  /** Write before you answer: what is told is on W places, whoever wrote it. */
  private void tellOutcome(List<RunEffect> effects) {
    Optional<Ordered> told = known.outcome(own.sends() == 0);
    if (told.isPresent()) {
      finish(told.get(), effects);
    } else if (ensures < ENSURES && !answered && !known.notDurable().isEmpty()) {
      ensures++;
      ensuring = known.notDurable();
      pending = Pending.ENSURE;
      effects.add(new Ensure(ensuring, budget.appendTimeout(latest, checkout.deadline())));
    } else {
      finish(processingOrUnknown(), effects);
    }
  }

  private CheckoutAnswer toTell(NextStep step) {
    if (step instanceof NextStep.TellNothingHappened nothing) {
      return new NothingHappened(nothing.why());
    }
    if (step instanceof NextStep.TellKeyReused) {
      return new KeyReused();
    }
    if (step instanceof NextStep.TellProcessing) {
      return processingOrUnknown();
    }
    Invariant.check(step instanceof NextStep.TellUnknown, "aCustomerWaits", step);
    return new OutcomeUnknown();
  }

  /** What is being taken back does not stand. */
  private CheckoutAnswer processingOrUnknown() {
    Optional<Ordered> told =
        isTakingBack() ? Optional.empty() : known.processing(checkout.placed().fingerprint());
    return told.isPresent() ? told.get() : new OutcomeUnknown();
  }

  private void finish(CheckoutAnswer answer, List<RunEffect> effects) {
    finished = true;
    answer(answer, effects);
  }

  private void answer(CheckoutAnswer answer, List<RunEffect> effects) {
    if (!answered) {
      answered = true;
      effects.add(new Answer(answer));
    }
  }

  private Instant tellBy() {
    return budget.tellBy(checkout.deadline());
  }

  private enum Pending {
    NOTHING,
    READ,
    PAUSE,
    APPEND,
    CLOCK,
    ENSURE,
    ACQUIRER
  }
}
