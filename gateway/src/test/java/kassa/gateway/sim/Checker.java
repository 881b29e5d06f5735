package kassa.gateway.sim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import kassa.gateway.card.Authorization;
import kassa.gateway.card.AuthorizationResult;
import kassa.gateway.checkout.Checkout;
import kassa.gateway.checkout.CheckoutAnswer;
import kassa.gateway.checkout.CheckoutAnswer.KeyReused;
import kassa.gateway.checkout.CheckoutAnswer.NothingHappened;
import kassa.gateway.checkout.CheckoutAnswer.Ordered;
import kassa.gateway.codec.OrderFactCodec;
import kassa.gateway.order.Attempt;
import kassa.gateway.order.Conflict;
import kassa.gateway.order.Order;
import kassa.gateway.order.OrderFact.Approved;
import kassa.gateway.order.OrderFact.NotSent;
import kassa.gateway.order.OrderStatus;
import kassa.gateway.order.Placed;
import kassa.gateway.sim.SimAcquirer.Entry;
import kassa.ring.Dot;
import kassa.ring.Fact;
import kassa.ring.FactSet;
import kassa.ring.Invariant;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.ReadOutcome;
import kassa.ring.sim.World;

/**
 * What must hold of checkouts. It judges by what merchants were told and what the acquirer's ledger
 * says; the facts it looks at are those of the disks.
 *
 * <p>A "nothing happened" is about the request that was told it: an earlier request with the same
 * key, of which the merchant never heard, may have been taken to the other side of a cut. So it is
 * checked by cause: no message that had an effect may come of a run in which a request took part
 * that was told that nothing came of it.
 */
final class Checker {
  private final World world;
  private final Checkouts checkouts;
  private final Merchants merchants;
  private final Set<String> charged = new HashSet<>();

  /** Intents by whose writers' word nothing left for them; such a word may be lost with a disk. */
  private final Set<Dot> takenBack = new HashSet<>();

  Checker(Checkouts checkouts, Merchants merchants) {
    this.world = checkouts.world;
    this.checkouts = checkouts;
    this.merchants = merchants;
    world.copies.watch(this::noCardData);
    world.copies.watch(this::takenBack);
    checkouts.acquirer.watch(this::effect);
  }

  /** At every fact that is new to the world. */
  private void noCardData(Fact fact) {
    String payload = new String(fact.payload(), StandardCharsets.UTF_8);
    boolean leaks =
        payload.contains(SimGateway.CARD.number())
            || payload.contains("\"" + SimGateway.CARD.cvc() + "\"");
    check(!leaks, "noCardData", fact);
  }

  private void takenBack(Fact fact) {
    if (fact.kind().equals(NotSent.KIND)
        && OrderFactCodec.decode(fact).fact() instanceof NotSent notSent
        && notSent.intent().actor().equals(fact.dot().actor())) {
      takenBack.add(notSent.intent());
    }
  }

  /** At every effect in the acquirer's ledger. */
  private void effect(Entry entry) {
    Set<Long> behind = checkouts.ledger.requestsBehind(entry.first());
    check(!behind.isEmpty(), "declinedIsNeverCharged", "nobody asked for " + entry);
    for (Request request : merchants.requests()) {
      if (entry.isCharged() && request.toldNothing() && behind.contains(request.id)) {
        check(false, "declinedIsNeverCharged", request + ", and then " + entry);
      }
    }
    if (entry.isCharged()) {
      oneAuthorizationPerAttempt(entry);
    }
  }

  /**
   * The order is its key (rule M1): whatever name or reference it goes by, a body is one attempt.
   */
  private void oneAuthorizationPerAttempt(Entry entry) {
    Authorization first = entry.first();
    String attempt = first.merchant() + " " + first.merchantReference() + " " + first.amount();
    check(charged.add(attempt), "oneAuthorizationPerAttempt", attempt + ", again by " + entry);
  }

  /**
   * A home's definite no must not be contradicted by what lies on its own disk. It may have heard
   * from an intent's writer that nothing left, of which nobody is left to tell.
   */
  void answered(NodeId home, Checkout checkout, CheckoutAnswer answer) {
    boolean mineOnly = answer instanceof KeyReused;
    if (!mineOnly && !(answer instanceof NothingHappened)) {
      return;
    }
    Key key = new Key(checkout.order().value());
    FactSet disk = world.onDisk(home, key);
    for (Attempt attempt : checkouts.orders.of(key).attempts()) {
      boolean counts = !mineOnly || attempt.fingerprint().equals(checkout.placed().fingerprint());
      boolean mayHaveLeft =
          attempt.outcome() != Attempt.Outcome.DECLINED
              && attempt.intents().stream()
                  .map(Attempt.IntentMade::dot)
                  .anyMatch(dot -> !takenBack.contains(dot) && disk.knows(dot));
      check(
          !counts || !mayHaveLeft,
          "declinedIsNeverCharged",
          home + " says " + answer + " beside " + attempt);
    }
  }

  /** At the moment of the answer. */
  void told(Request request, CheckoutAnswer answer) {
    if (answer instanceof Ordered ordered) {
      ordered(request, ordered);
    } else if (answer instanceof KeyReused) {
      world.reach(Sometimes.TOLD_KEY_REUSED);
      check(
          merchants.requests().stream()
              .anyMatch(r -> r.isOfSameKey(request) && !r.isOfSameBody(request)),
          "replayReturnsTheSameOrder",
          "no other body was ever sent under the key of " + request);
    } else if (answer instanceof NothingHappened nothing) {
      world.reach(
          switch (nothing.why()) {
            case TOO_FEW_REPLICAS -> Sometimes.TOLD_TOO_FEW_REPLICAS;
            case PARTNER_AWAY -> Sometimes.TOLD_PARTNER_AWAY;
            case TOO_LATE -> Sometimes.TOLD_TOO_LATE;
            case OVERLOADED -> Sometimes.TOLD_OVERLOADED;
            case CLOCK_OFF -> Sometimes.TOLD_CLOCK_OFF;
            case NO_ROOM -> Sometimes.TOLD_NO_ROOM;
          });
    } else {
      world.reach(Sometimes.TOLD_UNKNOWN);
    }
  }

  private void ordered(Request request, Ordered ordered) {
    Order order = checkouts.orders.of(request.order, ordered.facts());
    Optional<Placed> placed = order.placed();
    check(
        placed.equals(Optional.of(request.placed)),
        "replayReturnsTheSameOrder",
        request + " was told of " + placed);
    for (Fact fact : ordered.facts()) {
      world.copies.checkDurable(fact.dot(), world.ring.replication().w(), "told to " + request);
    }
    switch (order.status()) {
      case AUTHORIZED, CAPTURED -> world.reach(Sometimes.TOLD_APPROVED);
      case DECLINED -> world.reach(Sometimes.TOLD_DECLINED);
      case PROCESSING -> world.reach(Sometimes.TOLD_PROCESSING);
      default -> check(false, "toldIsKept", request + " was told " + order.status());
    }
    if (ordered.replayed() && order.status() != OrderStatus.DECLINED) {
      world.reach(Sometimes.ADOPTED_BY_A_LIVE_REQUEST);
    }
  }

  /** Whether the orders know all that the acquirer does. */
  boolean allIsKnown() {
    return checkouts
        .orders
        .keys()
        .flatMap(key -> checkouts.orders.of(key).attempts().stream())
        .noneMatch(a -> a.isUnknown() && checkouts.acquirer.entry(a.reference()).isPresent());
  }

  void inTheEnd(Map<Key, FinalRead> finalReads) {
    checkouts
        .orders
        .keys()
        .forEach(
            key -> {
              Order order = checkouts.orders.of(key);
              readsTheSame(key, finalReads);
              ordersSettle(order);
              chargedOnce(order);
              voidIsVoid(order);
            });
    for (Request request : merchants.requests()) {
      Order order = checkouts.orders.of(new Key(request.order.value()));
      toldIsKept(request, order);
      declinedIsNeverCharged(request, order);
    }
    serviceRecovers();
  }

  private void readsTheSame(Key key, Map<Key, FinalRead> finalReads) {
    Optional<ReadOutcome> read =
        Optional.ofNullable(finalReads.get(key)).flatMap(FinalRead::outcome);
    check(
        read.filter(outcome -> isAllOf(key, outcome)).isPresent(),
        "ownersAreEqual",
        key + " was read as " + read);
  }

  boolean isAllOf(Key key, ReadOutcome outcome) {
    return outcome instanceof ReadOutcome.Found found && world.copies.isAllOf(key, found.facts());
  }

  /** What the acquirer never heard of stays open for ever: this version reverses nothing (M9). */
  private void ordersSettle(Order order) {
    for (Attempt attempt : order.attempts()) {
      if (attempt.isUnknown()) {
        world.reach(Sometimes.NEVER_SENT_AND_LEFT_OPEN);
        check(
            checkouts.acquirer.entry(attempt.reference()).isEmpty(),
            "ordersSettle",
            order.id() + " does not know what became of " + attempt);
      }
    }
  }

  /** What is asked for when all is well again gets a definite answer, if not at once. */
  private void serviceRecovers() {
    Map<String, Optional<CheckoutAnswer>> last = new TreeMap<>();
    for (Request request : merchants.requests()) {
      if (request.merchant.equals(Checkouts.AFTER_THE_FAULTS)) {
        last.put(request.key, request.told());
      }
    }
    last.forEach(
        (key, told) ->
            check(
                told.filter(a -> a instanceof Ordered).isPresent(),
                "serviceRecovers",
                key + " was told " + told));
  }

  /** Exactly what the order says; two bodies charged are published, this version reverses none. */
  private void chargedOnce(Order order) {
    List<Entry> charged = new ArrayList<>();
    for (Attempt attempt : order.attempts()) {
      checkouts
          .acquirer
          .entry(attempt.reference())
          .filter(Entry::isCharged)
          .ifPresent(charged::add);
    }
    List<String> known =
        order.attempts().stream()
            .flatMap(a -> a.approvals().stream())
            .map(Approved::transactionId)
            .sorted()
            .toList();
    List<String> inLedger =
        charged.stream()
            .map(e -> ((AuthorizationResult.Approved) e.result()).transactionId())
            .sorted()
            .toList();
    check(known.equals(inLedger), "chargedOnce", order.id() + ": " + known + ", " + inLedger);
    if (inLedger.size() > 1) {
      world.reach(Sometimes.TWO_BODIES_CHARGED);
      check(publishes(order, Conflict.Kind.TWO_BODIES), "chargedOnce", order.id());
    } else if (inLedger.size() == 1 && order.status() == OrderStatus.DECLINED) {
      world.reach(Sometimes.DECLINED_BESIDE_AN_APPROVAL);
      check(publishes(order, Conflict.Kind.DECLINED_AND_APPROVED), "chargedOnce", order.id());
    } else if (inLedger.size() == 1) {
      boolean says =
          order.status() == OrderStatus.AUTHORIZED || order.status() == OrderStatus.CAPTURED;
      check(says, "chargedOnce", order.id() + " is " + order.status());
    }
  }

  /** What its writer said it did not send had no effect. */
  private void voidIsVoid(Order order) {
    for (Attempt attempt : order.attempts()) {
      Optional<Integer> sender =
          checkouts.acquirer.entry(attempt.reference()).map(e -> e.first().trace().stan());
      boolean wasVoid =
          attempt.intents().stream()
              .anyMatch(i -> i.voided() && Optional.of(i.intent().stan()).equals(sender));
      check(!wasVoid, "declinedIsNeverCharged", order.id() + ": " + attempt);
    }
  }

  private void toldIsKept(Request request, Order order) {
    if (request.told().orElse(null) instanceof Ordered ordered) {
      FactSet all = world.copies.everywhere(new Key(request.order.value()));
      OrderStatus told = checkouts.orders.of(request.order, ordered.facts()).status();
      String detail = request + ", now " + order.status();
      check(all.containsAll(ordered.facts()), "toldIsKept", detail);
      check(
          told == OrderStatus.PROCESSING || told == order.status() || publishes(told, order),
          "toldIsKept",
          detail);
    }
  }

  /** This version reverses nothing yet, but says what stands against what was told. */
  private static boolean publishes(OrderStatus told, Order order) {
    return told != OrderStatus.DECLINED
        && (order.status() == OrderStatus.DECLINED
            ? publishes(order, Conflict.Kind.DECLINED_AND_APPROVED)
            : publishes(order, Conflict.Kind.TWO_BODIES));
  }

  private void declinedIsNeverCharged(Request request, Order order) {
    String detail = request + ", now " + order.status();
    if (request.toldNothing()) {
      for (Attempt attempt : attempts(order, request.placed.fingerprint())) {
        Optional<Entry> entry = checkouts.acquirer.entry(attempt.reference());
        if (entry.filter(Entry::isCharged).isPresent()) {
          boolean mine =
              checkouts.ledger.requestsBehind(entry.orElseThrow().first()).contains(request.id);
          check(!mine, "declinedIsNeverCharged", detail);
          anotherRequestAskedForIt(request, entry.orElseThrow(), detail);
        }
      }
    } else if (request.told().orElse(null) instanceof Ordered ordered
        && checkouts.orders.of(request.order, ordered.facts()).status() == OrderStatus.DECLINED) {
      boolean charged =
          attempts(order, request.placed.fingerprint()).stream()
              .anyMatch(a -> isCharged(a.reference()));
      check(
          !charged || publishes(order, Conflict.Kind.DECLINED_AND_APPROVED),
          "declinedIsNeverCharged",
          detail);
    }
  }

  /** The merchant knows of a request of its own with this body that was not told "nothing". */
  private void anotherRequestAskedForIt(Request request, Entry entry, String detail) {
    check(
        merchants.requests().stream().anyMatch(r -> r.isOfSameBody(request) && !r.toldNothing()),
        "declinedIsNeverCharged",
        detail);
    if (entry.at() < request.sentAt) {
      world.reach(Sometimes.TOLD_NOTHING_AFTER_AN_EARLIER_REQUEST_WAS_CHARGED);
    }
  }

  private boolean isCharged(String reference) {
    return checkouts.acquirer.entry(reference).filter(Entry::isCharged).isPresent();
  }

  private static List<Attempt> attempts(Order order, String fingerprint) {
    return order.attempts().stream().filter(a -> a.fingerprint().equals(fingerprint)).toList();
  }

  private static boolean publishes(Order order, Conflict.Kind kind) {
    return order.conflicts().stream().anyMatch(c -> c.kind() == kind);
  }

  private static void check(boolean holds, String name, Object detail) {
    Invariant.check(holds, name, detail);
  }
}
