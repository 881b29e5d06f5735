package kassa.gateway.sim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import kassa.gateway.card.Authorization;
import kassa.gateway.card.AuthorizationResult;
import kassa.gateway.card.DeclineCode;
import kassa.gateway.card.Trace;
import kassa.gateway.checkout.Checkout;
import kassa.gateway.checkout.CheckoutRun;
import kassa.gateway.checkout.Outcomes;
import kassa.gateway.checkout.RunEffect;
import kassa.gateway.codec.OrderFactCodec;
import kassa.gateway.order.OrderFact;
import kassa.gateway.sim.Home.Waiter;
import kassa.gateway.sim.Word.Hand;
import kassa.ring.AppendOutcome;
import kassa.ring.Key;
import kassa.ring.sim.SimRing;

/** The shell of one run. */
final class Running {
  final CheckoutRun run;
  final long number;
  final List<Waiter> waiters = new ArrayList<>();
  private final Checkouts checkouts;
  private final Home home;
  private final SimRing ring;
  private final Checkout checkout;
  private final Key key;

  Running(Checkouts checkouts, Home home, SimRing ring, Hand hand) {
    this.checkouts = checkouts;
    this.home = home;
    this.ring = ring;
    this.checkout = hand.checkout();
    this.key = new Key(checkout.order().value());
    this.number = checkouts.ledger.begins(ring.self(), checkout.order());
    checkouts.ledger.took(number, hand.request());
    Trace trace =
        new Trace(checkouts.nextStan(), Instant.ofEpochSecond(checkouts.world.now() / 1_000));
    this.run =
        new CheckoutRun(
            checkout,
            Outcomes.firstIntent(checkout, checkouts.keys, Checkouts.ACQUIRER, trace),
            ring.self(),
            Checkouts.BUDGET,
            checkouts.policy);
  }

  void start() {
    perform(run.start(ring.local(key), checkouts.now()));
  }

  /** What other homes stored here meanwhile. */
  void learn() {
    if (checkouts.mutant != Mutant.NOTHING_HAPPENED_WITHOUT_A_LOOK_AT_THE_DISK) {
      run.learn(ring.local(key));
    }
  }

  private void perform(List<RunEffect> effects) {
    for (RunEffect effect : effects) {
      if (effect instanceof RunEffect.Append append) {
        append(append);
      } else if (effect instanceof RunEffect.Ensure ensure) {
        checkouts.world.reach(Sometimes.OUTCOME_ENSURED);
        ring.ensure(key, ensure.facts(), ensure.timeout().toMillis(), this::appended);
      } else if (effect instanceof RunEffect.Authorize send) {
        send(send.authorization(), send.deadline());
      } else if (effect instanceof RunEffect.Repeat send) {
        checkouts.world.reach(Sometimes.REPEATED);
        send(send.authorization(), send.deadline());
      } else if (effect instanceof RunEffect.Answer answer) {
        waiters.forEach(waiter -> home.answer(waiter, checkout, answer.answer()));
      } else if (effect instanceof RunEffect.WakeAt wake) {
        ring.later(checkouts.until(wake.at()), () -> perform(run.tick(checkouts.now())));
      }
    }
  }

  private void append(RunEffect.Append append) {
    boolean hasIntent = append.facts().stream().anyMatch(f -> f instanceof OrderFact.Intent);
    boolean hasApproval = append.facts().stream().anyMatch(f -> f instanceof OrderFact.Approved);
    boolean lies =
        (hasIntent && checkouts.mutant == Mutant.SEND_BEFORE_THE_INTENT_IS_STORED)
            || (hasApproval && checkouts.mutant == Mutant.TELL_BEFORE_THE_OUTCOME_IS_STORED);
    for (OrderFact fact : append.facts()) {
      if (fact instanceof OrderFact.NotSent) {
        checkouts.world.reach(Sometimes.NOT_SENT_VOIDED);
      } else if (fact instanceof OrderFact.Withdrawn) {
        checkouts.world.reach(Sometimes.BODY_WITHDRAWN);
      }
    }
    ring.append(
        key,
        OrderFactCodec.encode(append.facts()),
        append.timeout().toMillis(),
        outcome ->
            appended(
                lies ? new AppendOutcome.Stored(outcome.known(), outcome.replicas()) : outcome));
  }

  private void appended(AppendOutcome outcome) {
    ring.whenAwake(
        () -> {
          learn();
          perform(run.appended(outcome, checkouts.now()));
        });
  }

  private void send(Authorization question, Instant deadline) {
    if (!checkouts.acquirer.isUp()) {
      ring.later(1, () -> heard(new AuthorizationResult.NotSent("connection refused")));
      return;
    }
    checkouts.ledger.leaves(ring.self(), number, key, question);
    checkouts.acquirer.authorize(question, deadline, ring, this::heard);
  }

  private void heard(AuthorizationResult result) {
    AuthorizationResult taken =
        checkouts.mutant == Mutant.TIMEOUT_IS_A_DECLINE
                && result instanceof AuthorizationResult.Unknown
            ? new AuthorizationResult.Declined(DeclineCode.GENERIC_DECLINE)
            : result;
    perform(run.heard(taken, checkouts.now()));
  }
}
