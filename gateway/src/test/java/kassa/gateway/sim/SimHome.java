package kassa.gateway.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import kassa.gateway.card.AuthorizationResult;
import kassa.gateway.card.DeclineCode;
import kassa.gateway.card.Trace;
import kassa.gateway.checkout.Checkout;
import kassa.gateway.checkout.CheckoutAnswer;
import kassa.gateway.checkout.CheckoutHome;
import kassa.gateway.checkout.CheckoutHome.Caller;
import kassa.gateway.checkout.HomeEffect;
import kassa.gateway.checkout.RunEffect;
import kassa.gateway.codec.OrderFactCodec;
import kassa.gateway.order.OrderFact;
import kassa.gateway.order.OrderId;
import kassa.gateway.order.OrderKeys;
import kassa.gateway.sim.RunLedger.Taking;
import kassa.gateway.wire.CheckoutParcel;
import kassa.gateway.wire.CheckoutParcelCodec;
import kassa.ring.AppendOutcome;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.Replicas;
import kassa.ring.sim.SimRing;

/** The shell of a {@link CheckoutHome}, in one life of its node. */
final class SimHome {
  private static final int MOST_RUNS = 12;

  private final Checkouts checkouts;
  private final SimRing ring;
  private final CheckoutHome home;
  private final Set<Caller> seen = new HashSet<>();
  private final Map<Caller, Checkout> waiting = new HashMap<>();
  private final Map<Long, Taking> runs = new HashMap<>();
  private final Map<OrderId, Taking> newest = new HashMap<>();
  private final Set<OrderId> readFirst = new HashSet<>();

  SimHome(Checkouts checkouts, SimRing ring) {
    this.checkouts = checkouts;
    this.ring = ring;
    OrderKeys keys =
        checkouts.planted(Mutant.REFERENCE_OF_ITS_NODE)
            ? new OrderKeys((ring.self() + "0".repeat(OrderKeys.MIN_SECRET)).getBytes(UTF_8))
            : checkouts.keys;
    this.home =
        new CheckoutHome(
            ring.self(),
            keys,
            Checkouts.ACQUIRER,
            Checkouts.BUDGET,
            checkouts.policy,
            () -> checkouts.hasRoom(ring.self()),
            MOST_RUNS,
            Checkouts.HEDGE.dividedBy(2));
  }

  void handed(NodeId from, CheckoutParcel.Hand hand) {
    ring.whenAwake(() -> take(new Caller(from, hand.forward()), hand.checkout()));
  }

  private void take(Caller caller, Checkout checkout) {
    long request = checkouts.requestBehind(caller.forward());
    Caller known = caller;
    boolean again = !seen.add(caller);
    if (again) {
      checkouts.world.reach(Sometimes.HANDED_TWICE_BY_THE_NETWORK);
      known =
          checkouts.planted(Mutant.A_DOUBLED_MESSAGE_RUNS_TWICE)
              ? new Caller(caller.node(), -caller.forward())
              : caller;
    }
    waiting.put(known, checkout);
    Trace trace = new Trace(checkouts.nextStan(), ring.now().truncatedTo(ChronoUnit.SECONDS));
    List<HomeEffect> effects =
        home.handed(known, checkout, local(checkout.order()), trace, ring.now());
    if (!again || checkouts.planted(Mutant.A_DOUBLED_MESSAGE_RUNS_TWICE)) {
      note(effects, checkout.order(), request);
    }
    perform(effects);
  }

  /** In which run the request takes part; in none when it was answered at once. */
  private void note(List<HomeEffect> effects, OrderId order, long request) {
    for (HomeEffect effect : effects) {
      if (effect instanceof HomeEffect.Step step && !runs.containsKey(step.run())) {
        Taking begun = checkouts.ledger.begins(ring.self(), order, request);
        runs.put(step.run(), begun);
        newest.put(order, begun);
        return;
      }
    }
    Taking joined = newest.get(order);
    if (effects.stream().anyMatch(effect -> effect instanceof HomeEffect.Tell)) {
      checkouts.world.reach(Sometimes.ANSWERED_WITHOUT_A_RUN);
    } else if (joined != null) {
      checkouts.world.reach(Sometimes.JOINED);
      joined.requests().add(request);
    }
  }

  void tick() {
    if (home.inFlight() > 0) {
      perform(home.tick(ring.now()));
    }
  }

  private Supplier<FactSet> local(OrderId order) {
    return () -> ring.local(new Key(order.value()));
  }

  private void perform(List<HomeEffect> effects) {
    for (HomeEffect effect : effects) {
      if (!ring.isAlive()) {
        return;
      }
      if (effect instanceof HomeEffect.Receipt receipt) {
        Caller caller = receipt.caller();
        post(caller.node(), new CheckoutParcel.Received(caller.forward()));
      } else if (effect instanceof HomeEffect.Tell tell) {
        tell(tell);
      } else if (effect instanceof HomeEffect.Step step) {
        perform(step.run(), step.order(), step.effect());
      }
    }
  }

  private void tell(HomeEffect.Tell tell) {
    Caller caller = tell.caller();
    Checkout checkout = waiting.remove(caller);
    if (checkout != null) {
      noteEvicted(checkout.order(), tell.answer());
      checkouts.checker.answered(ring.self(), checkout, tell.answer());
    }
    post(caller.node(), new CheckoutParcel.Answered(caller.forward(), tell.answer()));
  }

  private void noteEvicted(OrderId order, CheckoutAnswer answer) {
    if (readFirst.contains(order) && answer instanceof CheckoutAnswer.Ordered told) {
      checkouts.world.reach(
          told.replayed() ? Sometimes.EVICTED_KEY_REPLAYED : Sometimes.EVICTED_ORDER_READ_FIRST);
    } else if (readFirst.contains(order) && answer instanceof CheckoutAnswer.OutcomeUnknown) {
      checkouts.world.reach(Sometimes.EVICTED_KEY_NOT_TOLD);
    }
  }

  private void post(NodeId to, CheckoutParcel parcel) {
    ring.send(to, CheckoutParcelCodec.encode(parcel));
  }

  private void perform(long run, OrderId order, RunEffect effect) {
    if (effect instanceof RunEffect.Read read) {
      checkouts.world.reach(Sometimes.EVICTED_ORDER_READ_FIRST);
      readFirst.add(order);
      ring.read(
          new Key(order.value()),
          read.timeout().toMillis(),
          outcome -> ring.whenAwake(() -> perform(home.found(run, outcome, ring.now()))));
    } else if (effect instanceof RunEffect.Append append) {
      append(run, order, append);
    } else if (effect instanceof RunEffect.Ensure ensure) {
      ensure(run, order, ensure);
    } else if (effect instanceof RunEffect.Authorize send) {
      send(run, order, new SimAcquirer.Message(send.authorization(), send.deadline()));
    } else if (effect instanceof RunEffect.Repeat send) {
      checkouts.world.reach(Sometimes.REPEATED);
      send(run, order, new SimAcquirer.Message(send.authorization(), send.deadline()));
    }
  }

  private void append(long run, OrderId order, RunEffect.Append append) {
    boolean hasIntent = false;
    boolean hasOutcome = false;
    for (OrderFact fact : append.facts()) {
      hasIntent |= fact instanceof OrderFact.Intent;
      hasOutcome |= fact instanceof OrderFact.Approved || fact instanceof OrderFact.Declined;
      if (fact instanceof OrderFact.NotSent) {
        checkouts.world.reach(Sometimes.NOT_SENT_VOIDED);
      } else if (fact instanceof OrderFact.Withdrawn) {
        checkouts.world.reach(Sometimes.BODY_WITHDRAWN);
      }
    }
    boolean lies =
        (hasIntent && checkouts.planted(Mutant.SEND_BEFORE_THE_INTENT_IS_STORED))
            || (hasOutcome && checkouts.planted(Mutant.TELL_BEFORE_THE_OUTCOME_IS_STORED));
    ring.append(
        new Key(order.value()),
        OrderFactCodec.encode(append.facts()),
        append.timeout().toMillis(),
        outcome -> appended(run, order, lies ? stored(outcome) : outcome));
  }

  /** A planted lie about what is on this disk only. */
  private static AppendOutcome stored(AppendOutcome outcome) {
    return outcome instanceof AppendOutcome.TooFewReplicas few
        ? new AppendOutcome.Stored(few.known(), few.replicas())
        : outcome;
  }

  private void ensure(long run, OrderId order, RunEffect.Ensure ensure) {
    checkouts.world.reach(Sometimes.OUTCOME_ENSURED);
    if (checkouts.planted(Mutant.TELL_WHAT_ANOTHER_HOME_LEARNED_WITHOUT_STORING_IT)) {
      Replicas enough = new Replicas(2, 2, 3, 0, false);
      AppendOutcome lie = new AppendOutcome.Stored(ensure.facts(), enough);
      ring.later(1, () -> appended(run, order, lie));
      return;
    }
    ring.ensure(
        new Key(order.value()),
        ensure.facts(),
        ensure.timeout().toMillis(),
        outcome -> appended(run, order, outcome));
  }

  private void appended(long run, OrderId order, AppendOutcome outcome) {
    Supplier<FactSet> disk =
        checkouts.planted(Mutant.NOTHING_HAPPENED_WITHOUT_A_LOOK_AT_THE_DISK)
            ? () -> FactSet.EMPTY
            : local(order);
    ring.whenAwake(() -> perform(home.appended(run, outcome, disk, ring.now())));
  }

  private void send(long run, OrderId order, SimAcquirer.Message message) {
    if (!checkouts.acquirer.isUp()) {
      ring.later(1, () -> heard(run, new AuthorizationResult.NotSent("connection refused")));
      return;
    }
    Optional<Taking> sending = Optional.ofNullable(runs.get(run));
    checkouts.ledger.leaves(ring, sending, new Key(order.value()), message.authorization());
    checkouts.acquirer.authorize(message, ring, result -> heard(run, result));
  }

  private void heard(long run, AuthorizationResult result) {
    perform(home.heard(run, misheard(result), ring.now()));
  }

  private AuthorizationResult misheard(AuthorizationResult result) {
    if (checkouts.planted(Mutant.TIMEOUT_IS_A_DECLINE)
        && result instanceof AuthorizationResult.Unknown) {
      return new AuthorizationResult.Declined(DeclineCode.GENERIC_DECLINE);
    }
    if (checkouts.planted(Mutant.APPROVALS_COUNT_PER_FACT)
        && result instanceof AuthorizationResult.Approved approved) {
      return new AuthorizationResult.Approved(
          approved.transactionId() + "@" + ring.self(),
          approved.authorizationCode(),
          approved.captured());
    }
    return result;
  }
}
