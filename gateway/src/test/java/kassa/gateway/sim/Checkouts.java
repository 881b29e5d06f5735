package kassa.gateway.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import kassa.gateway.checkout.Budget;
import kassa.gateway.checkout.CheckoutAnswer;
import kassa.gateway.checkout.CheckoutPolicy;
import kassa.gateway.checkout.NextStep;
import kassa.gateway.checkout.OpenOrders;
import kassa.gateway.checkout.OwnPart;
import kassa.gateway.checkout.Waiting;
import kassa.gateway.order.Order;
import kassa.gateway.order.OrderKeys;
import kassa.ring.FactSet;
import kassa.ring.Key;
import kassa.ring.NodeId;
import kassa.ring.sim.SimRing;
import kassa.ring.sim.Tenant;
import kassa.ring.sim.World;
import kassa.ring.store.Agenda;

/**
 * A gateway in a simulated ring: on every node the accepting side, homes and reconciliation; beside
 * them merchants and an acquirer, which no fault of a node touches.
 */
final class Checkouts implements Tenant {
  static final Duration HEDGE = Duration.ofMillis(300);
  static final Duration PATIENCE = Duration.ofSeconds(4);
  static final String ACQUIRER = "sandbox";
  static final Budget BUDGET = Budget.DEFAULT;

  final World world;
  final Mutant mutant;
  final OrderKeys keys = new OrderKeys(new byte[OrderKeys.MIN_SECRET]);
  final CheckoutPolicy policy;
  final Random node;
  final SimAcquirer acquirer;
  final RunLedger ledger;
  final Checker checker;
  final Word.Post post = new Word.Post();

  private final Merchants merchants;
  private final Map<NodeId, AcceptingNode> nodes = new TreeMap<>();
  private final Map<NodeId, SimRing> rings = new TreeMap<>();
  private final Map<Key, FinalRead> finalReads = new LinkedHashMap<>();
  private long forwards;
  private int stan;

  Checkouts(World world, Mutant mutant) {
    this.world = world;
    this.mutant = mutant;
    this.policy =
        mutant == Mutant.NOT_SENT_FOR_A_FAILED_REPEAT ? new Forgetful() : new CheckoutPolicy();
    this.node = world.stream("checkouts");
    this.acquirer = new SimAcquirer(world);
    this.ledger = new RunLedger(world);
    this.merchants = new Merchants(this);
    this.checker = new Checker(this, merchants);
  }

  @Override
  public Agenda agenda() {
    return OpenOrders::isOpen;
  }

  @Override
  public Resident moveIn(SimRing ring) {
    AcceptingNode moved = new AcceptingNode(this, ring);
    nodes.put(ring.self(), moved);
    rings.put(ring.self(), ring);
    return moved;
  }

  @Override
  public void begin() {
    merchants.begin();
    acquirer.begin();
  }

  /** First all is known that can be known; then every order is read once more. */
  @Override
  public boolean isSettled() {
    return merchants.areDone()
        && acquirer.isQuiet()
        && checker.allIsKnown()
        && world.keys().stream().filter(key -> !isRead(key)).count() == 0; // all at once
  }

  /** What came in since the read began is read again. */
  private boolean isRead(Key key) {
    FinalRead last = finalReads.get(key);
    FactSet now = world.everywhere(key);
    if (last == null || !last.before().equals(now) || last.isOverdue(world.now())) {
      FinalRead next = new FinalRead(now, world.now() + 2_000);
      finalReads.put(key, next);
      SimRing any = List.copyOf(rings.values()).get(node.nextInt(rings.size()));
      any.read(key, 1_000, next::found);
      return false;
    }
    return last.outcome().isPresent();
  }

  @Override
  public void check() {
    checker.inTheEnd(finalReads);
  }

  Instant now() {
    return Instant.ofEpochMilli(world.now());
  }

  long until(Instant at) {
    return Math.max(1, at.toEpochMilli() - world.now());
  }

  long nextForward() {
    return ++forwards;
  }

  int nextStan() {
    return ++stan;
  }

  void accept(NodeId id, Request request) {
    AcceptingNode accepting = nodes.get(id);
    if (accepting != null) {
      accepting.accept(request);
    }
  }

  void told(Request request, CheckoutAnswer answer) {
    world.note("told " + request.id + " " + answer);
    checker.told(request, answer);
    request.tell(answer);
  }

  /** A mutant: takes a repeat that did not leave for a first message that did not. */
  private static final class Forgetful extends CheckoutPolicy {
    @Override
    public NextStep next(Order order, Waiting who, Instant now) {
      if (who instanceof Waiting.Customer customer && customer.own().lastNotSent()) {
        OwnPart own = customer.own();
        OwnPart once =
            new OwnPart(own.opened(), own.intent(), own.stored(), 1, true, own.pauseUntil());
        return super.next(
            order, new Waiting.Customer(customer.body(), customer.sendBy(), once), now);
      }
      return super.next(order, who, now);
    }
  }
}
